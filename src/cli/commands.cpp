#include <array>

#include "cli/command.hpp"
#include "cli/command_simulate.hpp"
#include "cli/command_status.hpp"

namespace tixdb::cli {
namespace {

template <typename C>
std::unique_ptr<Command> make() {
    return std::make_unique<C>();
}

constexpr std::array kCommands = {
    CommandEntry{"status", "what is stored, waiting, held, late and rejected, and the last runs", make<StatusCommand>},
    CommandEntry{"simulate", "write signed reports of simulated clients, and the true loads", make<SimulateCommand>},
};

}  // namespace

std::span<const CommandEntry> commands() { return kCommands; }

}  // namespace tixdb::cli
