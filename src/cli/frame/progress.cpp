// SPDX-License-Identifier: MIT

#include "cli/frame/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/time_text.hpp"

namespace tixdb::cli {
namespace {

constexpr std::chrono::seconds kPatience(2);
constexpr std::chrono::milliseconds kPause(100);
constexpr int kBarWidth = 24;

}  // namespace

std::string progress_text(std::int64_t done, std::int64_t total, std::chrono::nanoseconds elapsed,
                          const std::string& noun) {
    const double elapsed_s = std::chrono::duration<double>(elapsed).count();
    const double rate = elapsed_s > 0 ? static_cast<double>(done) / elapsed_s : 0;
    if (total == Progress::kUnknown) return fmt::format("{} {}, {:.0f} {}/s", done, noun, rate, noun);
    const double share = std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
    const auto filled = static_cast<std::size_t>(std::floor(share * kBarWidth));
    std::string text = fmt::format("[{}{}] {:3.0f} %, {:.0f} {}/s", std::string(filled, '#'),
                                   std::string(kBarWidth - filled, '.'), 100 * share, rate, noun);
    if (rate > 0 && share < 1) {
        const double left_s = static_cast<double>(total - done) / rate;
        text +=
            fmt::format(", {} left", duration_text(std::chrono::seconds(std::llround(std::ceil(left_s)))));
    }
    return text;
}

Progress::Progress(Context& context, const std::function<std::int64_t()>& total, std::string noun)
    : context_(context),
      noun_(std::move(noun)),
      is_wanted_(context.world.err_is_terminal && !context.common.quiet),
      total_(is_wanted_ ? total() : kUnknown),
      started_(context.clock().monotonic()),
      next_(started_ + kPatience) {}

void Progress::show(std::int64_t done) {
    if (!is_wanted_) return;
    const auto now = context_.clock().monotonic();
    if (now < next_) return;
    next_ = now + kPause;
    context_.log.show_line(progress_text(done, total_, now - started_, noun_));
}

void Progress::clear() {
    context_.log.clear_line();
}

}  // namespace tixdb::cli
