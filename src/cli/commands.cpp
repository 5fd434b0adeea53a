#include <array>

#include "cli/command.hpp"
#include "cli/command_publish.hpp"
#include "cli/command_status.hpp"

namespace tixdb::cli {
namespace {

template <typename C>
std::unique_ptr<Command> make() {
    return std::make_unique<C>();
}

constexpr std::array kCommands = {
    CommandEntry{"publish", "send the results that wait to tix-api", make<PublishCommand>},
    CommandEntry{"status", "what is stored, waiting, held, late and rejected, and the last runs", make<StatusCommand>},
};

}  // namespace

std::span<const CommandEntry> commands() { return kCommands; }

}  // namespace tixdb::cli
