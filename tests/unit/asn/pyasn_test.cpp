// SPDX-License-Identifier: MIT
// An independent program on the same file: pyasn (Debian's python3-pyasn), which has a radix tree in memory.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <random>

#include "asn/address_range.hpp"
#include "support/asn_import.hpp"
#include "support/source_tree.hpp"

namespace tixdb::asn {
namespace {

constexpr int kNotInstalled = 77;
// Debian's interpreter: the only one that sees Debian's packages.
constexpr const char* kPython = "/usr/bin/python3";

// A table as the Internet's: blocks, more specific prefixes inside of them, several origins, numbers of 32
// bits.
class Generator {
  public:
    std::string table(int blocks_v4, int blocks_v6) {
        for (int i = 0; i < blocks_v4; ++i) add_block(4, 8, 22, 32);
        for (int i = 0; i < blocks_v6; ++i) add_block(16, 19, 44, 64);
        std::string text;
        for (const model::Prefix& prefix : prefixes_) text += prefix.text() + "\t" + origin() + "\n";
        // Some again, with other numbers: the last line stands.
        for (std::size_t i = 0; i < prefixes_.size(); i += 97)
            text += prefixes_[i].text() + "\t" + origin() + "\n";
        return text;
    }

    // Half of them anywhere, half at or beside the borders of a prefix, or inside of it.
    model::Address address(std::size_t size) {
        while (true) {
            const model::Prefix& near = prefixes_[number(0, prefixes_.size() - 1)];
            if (number(0, 1) == 0 || near.first.bytes().size() != size) return random_address(size);
            std::array<std::uint8_t, 16> bytes{};
            std::copy(near.first.bytes().begin(), near.first.bytes().end(), bytes.begin());
            const auto keep = near.length - static_cast<int>(number(0, 2));
            const auto fill = number(0, 2);
            for (int bit = std::max(keep, 0); bit < static_cast<int>(size) * 8; ++bit) {
                const auto mask = static_cast<std::uint8_t>(0x80U >> static_cast<unsigned>(bit % 8));
                auto& byte = bytes[static_cast<std::size_t>(bit) / 8];
                byte = static_cast<std::uint8_t>(byte & ~mask);
                if (fill == 1 || (fill == 2 && number(0, 1) == 1))
                    byte = static_cast<std::uint8_t>(byte | mask);
            }
            const auto made = model::Address::from_bytes({bytes.data(), size});
            if (made && made->bytes().size() == size) return *made;
        }
    }

  private:
    std::size_t number(std::size_t from, std::size_t to) {
        return std::uniform_int_distribution<std::size_t>(from, to)(random_);
    }
    model::Address random_address(std::size_t size) {
        std::array<std::uint8_t, 16> bytes{};
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(number(0, 255));
        return model::Address::from_bytes({bytes.data(), size}).value();
    }
    void add(const model::Address& address, std::size_t length) {
        prefixes_.push_back({address.masked(static_cast<int>(length)), static_cast<int>(length)});
    }
    void add_block(std::size_t size, std::size_t shortest, std::size_t usual, std::size_t longest) {
        const model::Address block = random_address(size);
        std::size_t length = number(shortest, usual);
        add(block, length);
        while (length < longest && number(0, 2) > 0) {
            length = std::min(length + number(1, 4), longest);
            add(block, length);
        }
    }
    std::string origin() {
        const std::size_t first =
            number(0, 9) == 0 ? number(4'200'000'000, 4'294'967'294) : number(1, 64'000);
        std::string text = std::to_string(first);
        if (number(0, 19) == 0) text += "_" + std::to_string(number(1, 64'000));
        return text;
    }

    std::mt19937_64 random_{20'170'910};
    std::vector<model::Prefix> prefixes_;
};

// pyasn knows the first of several origins; an IPv6 prefix in its answer need not be canonical.
std::string as_pyasn_says(const std::optional<store::AsPrefix>& found) {
    if (!found || !found->as_numbers) return "none";
    return found->as_numbers->substr(0, found->as_numbers->find('_')) + " " + found->prefix.text();
}

std::string canonical(const std::string& answer) {
    const auto space = answer.find(' ');
    const auto slash = answer.find('/');
    if (space == std::string::npos || slash == std::string::npos) return answer;
    const auto address = model::Address::parse(answer.substr(space + 1, slash - space - 1));
    return address ? answer.substr(0, space + 1) + address->text() + answer.substr(slash) : answer;
}

TEST(PyasnOracle, SaysTheSameOf100000Addresses) {
    test::AsnBench bench;
    Generator generator;
    const auto table = bench.table("table", generator.table(20'000, 6'000));
    std::vector<model::Address> addresses;
    std::string text;
    for (int i = 0; i < 100'000; ++i) {
        addresses.push_back(generator.address(i % 2 == 0 ? 4 : 16));
        text += addresses.back().text() + "\n";
    }
    const auto questions = bench.table("addresses", text);
    const auto answers = bench.temporary.folder() / "answers";
    const std::string command = std::string(kPython) + " " + test::source_folder().string() +
                                "/tests/support/pyasn_lookup.py " + table.string() + " " +
                                questions.string() + " > " + answers.string() + " 2>&1";
    const int status = std::system(command.c_str());
    ASSERT_TRUE(WIFEXITED(status));
    const int code = WEXITSTATUS(status);
    if (code == kNotInstalled || code == 127)
        GTEST_SKIP() << "python3-pyasn is not installed: scripts/setup --full";
    ASSERT_EQ(code, 0);

    ImportOptions options;
    options.files = {table};
    ASSERT_EQ(bench.import(options).size(), 2U);
    store::AsTableReader reader(bench.database());
    std::ifstream lines(answers);
    int differences = 0;
    int found = 0;
    for (const model::Address& address : addresses) {
        std::string answer;
        ASSERT_TRUE(std::getline(lines, answer));
        const std::int64_t snapshot = address.family() == model::AddressFamily::v4 ? 1 : 2;
        const std::string ours = as_pyasn_says(reader.find_prefix(snapshot, address));
        if (ours != "none") ++found;
        if (ours == canonical(answer)) continue;
        if (++differences <= 5) ADD_FAILURE() << address.text() << ": " << ours << ", pyasn: " << answer;
    }
    EXPECT_EQ(differences, 0);
    EXPECT_GT(found, 50'000) << "the addresses must not miss the table";
}

// Real tables, where they are: npm pack @ip-location-db/asn, and TIXDB_IP_LOCATION_DB names the unpacked
// folder.
TEST(IpLocationDbFiles, AreReadWhole) {
    const char* folder = std::getenv("TIXDB_IP_LOCATION_DB");
    if (folder == nullptr)
        GTEST_SKIP() << "TIXDB_IP_LOCATION_DB does not name a folder with asn-ipv4.csv and asn-ipv6.csv";
    test::AsnBench bench;
    ImportOptions options;
    options.files = {std::filesystem::path(folder) / "asn-ipv4.csv",
                     std::filesystem::path(folder) / "asn-ipv6.csv"};
    const auto imported = bench.import(options);
    ASSERT_EQ(imported.size(), 2U);
    EXPECT_GT(imported[0].snapshot.prefixes, 300'000);
    EXPECT_GT(imported[1].snapshot.prefixes, 50'000);
    store::AsTableReader reader(bench.database());
    // A line of every thousand: both ends of its range lead back to its number, or to a more specific
    // range's.
    int checked = 0;
    for (std::size_t file = 0; file < 2; ++file) {
        std::ifstream lines(options.files[file]);
        int line_number = 0;
        for (std::string line; std::getline(lines, line);) {
            if (++line_number % 1'000 != 0) continue;
            const TableLine parsed = parse_line(TableFormat::ip_location_db, line);
            const auto& range = std::get<RangeLine>(parsed);
            for (const model::Address& end : {range.first, range.last}) {
                const auto found = reader.find_prefix(imported[file].snapshot.as_snapshot_id, end);
                ASSERT_TRUE(found) << line;
                EXPECT_EQ(found->as_numbers, std::to_string(range.as_number)) << line;
            }
            ++checked;
        }
    }
    EXPECT_GT(checked, 300);
}

}  // namespace
}  // namespace tixdb::asn
