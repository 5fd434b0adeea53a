// SPDX-License-Identifier: MIT

#include "cli/frame/config_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "base/file_descriptor.hpp"
#include "base/shortage.hpp"
#include "base/text.hpp"

namespace tixdb::cli {
namespace {

constexpr std::size_t kLongestFile = 1024 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlank = " \t\r\v\f";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// What is wrong with a line, and what to do about it.
struct Fault {
    std::string what;
    std::string hint;
};

// Takes lines one by one.
class ConfigParser {
  public:
    explicit ConfigParser(ConfigFile& file) : file_(file) {}

    void take(std::string_view line) {
        ++line_;
        if (const auto fault = fault_of(line)) {
            file_.problems.emplace_back(ErrorKind::configuration,
                                        fmt::format("{}: {}", file_.place_of(line_), fault->what),
                                        fault->hint);
        }
    }

  private:
    std::optional<Fault> fault_of(std::string_view line) {
        if (line_ == 1 && line.starts_with(kByteOrderMark)) {
            return Fault{"begins with a byte order mark", "save the file as plain UTF-8, without one"};
        }
        line = trimmed(line);
        if (line.empty() || line.starts_with('#')) return std::nullopt;
        if (line.starts_with('[')) {
            return Fault{fmt::format("{} is a section", escaped(line)),
                         "leave it out: all options are on one level"};
        }
        const auto equals = line.find('=');
        const std::string_view name = trimmed(line.substr(0, std::min(equals, line.find_first_of(":= \t"))));
        if (equals == std::string_view::npos) {
            return Fault{"no \"=\" in this line", fmt::format("write {} = \"…\"", escaped(name))};
        }
        if (name != trimmed(line.substr(0, equals)) || name.empty()) {
            return Fault{"no name alone in front of the \"=\"", "write name = \"value\""};
        }
        return take_value(std::string(name), trimmed(line.substr(equals + 1)));
    }

    std::optional<Fault> take_value(const std::string& name, std::string_view value) {
        if (value.starts_with('"') || value.starts_with('\'')) {
            const auto end = value.find(value.front(), 1);
            if (end == std::string_view::npos) {
                return Fault{fmt::format("the quote of {} is not closed", escaped(name)),
                             "end the value with the quote it begins with"};
            }
            const std::string_view rest = trimmed(value.substr(end + 1));
            if (!rest.empty() && !rest.starts_with('#')) {
                return Fault{fmt::format("there is text after the value of {}", escaped(name)),
                             "put the whole value in quotes"};
            }
            value = value.substr(1, end - 1);
        } else {
            value = without_comment(value);
        }
        const auto [known, is_new] = file_.values.try_emplace(name, ConfigValue{std::string(value), line_});
        if (is_new) return std::nullopt;
        return Fault{fmt::format("{} was set in line {} already", escaped(name), known->second.line),
                     "leave one of the two out"};
    }

    // A # within a word is part of it.
    static std::string_view without_comment(std::string_view value) {
        for (auto at = value.find('#'); at != std::string_view::npos; at = value.find('#', at + 1)) {
            if (at == 0 || kBlank.find(value[at - 1]) != std::string_view::npos) {
                return trimmed(value.substr(0, at));
            }
        }
        return value;
    }

    ConfigFile& file_;
    std::size_t line_ = 0;
};

[[noreturn]] void refuse_config_file(const std::string& path, std::string_view why) {
    throw Error(ErrorKind::configuration,
                fmt::format("cannot read the configuration file {}: {}", escaped(path), why),
                "--config names another one; /dev/null is an empty one");
}

std::string content_of(const std::string& path) {
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        throw_if_short("cannot read the configuration file " + escaped(path), errno);
        refuse_config_file(path, std::strerror(errno));
    }
    std::string content;
    std::array<char, 16'384> block{};
    while (content.size() <= kLongestFile) {
        const ssize_t got = read(file.get(), block.data(), block.size());
        if (got < 0) refuse_config_file(path, std::strerror(errno));
        if (got == 0) return content;
        content.append(block.data(), static_cast<std::size_t>(got));
    }
    refuse_config_file(path, "it is longer than 1 MiB");
}

// Also where nobody may look whether it is.
bool is_missing(const std::string& path) {
    struct stat status = {};
    return stat(path.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

}  // namespace

std::string ConfigFile::place_of(std::size_t line) const {
    return fmt::format("{} line {}", escaped(path), line);
}

ConfigFile parse_config_text(std::string_view text, std::string path) {
    ConfigFile file;
    file.path = std::move(path);
    ConfigParser parser(file);
    while (!text.empty()) {
        const auto end = text.find('\n');
        parser.take(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return file;
}

ConfigFile read_config_file(const std::string& path) {
    if (!path.empty()) return parse_config_text(content_of(path), path);
    for (const char* file : {kDefaultConfigFile, kEarlierConfigFile}) {
        if (!is_missing(file)) return parse_config_text(content_of(file), file);
    }
    return {};
}

}  // namespace tixdb::cli
