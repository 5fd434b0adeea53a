#include <array>

#include "cli/command.hpp"
#include "cli/command_asn.hpp"
#include "cli/command_config.hpp"
#include "cli/command_status.hpp"

namespace tixdb::cli {
namespace {

template <typename C>
std::unique_ptr<Command> make() {
    return std::make_unique<C>();
}

constexpr std::array kCommands = {
    CommandEntry{"status", "what is stored, waiting, held, late and rejected, and the last runs",
                 make<StatusCommand>},
    CommandEntry{"asn", "the networks that addresses belong to: import tables, look up", make<AsnCommand>},
    CommandEntry{"config", "show what is in force and where it comes from; change settings",
                 make<ConfigCommand>},
};

}  // namespace

std::span<const CommandEntry> commands() {
    return kCommands;
}

}  // namespace tixdb::cli
