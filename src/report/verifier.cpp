// SPDX-License-Identifier: MIT

#include "report/verifier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

#include "base/error.hpp"
#include "base/signals.hpp"
#include "base/time_text.hpp"

namespace tixdb::report {
namespace {

std::string text_of_figure(const store::FigureValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return "none";
}

// "up_usage 0.5, computed again 0.6; …"; empty if all are reproduced.
std::string differences_of(std::span<const ComparedFigure> figures) {
    std::string text;
    for (const ComparedFigure& figure : figures) {
        if (figure.reproduced().value_or(true)) continue;
        text += fmt::format("{}{} {}, computed again {}", text.empty() ? "" : "; ", figure.name,
                            text_of_figure(figure.stored), text_of_figure(figure.recomputed.value()));
    }
    return text;
}

}  // namespace

Recomputation Verifier::recompute(std::span<const store::CurrentResultKey> results,
                                  const ProgressHook& hook) {
    Recomputation total;
    for (std::size_t i = 0; i < results.size();) {
        throw_if_stopped();
        const std::int64_t window_id = results[i].window_id;
        std::vector<model::Method> methods;
        for (; i < results.size() && results[i].window_id == window_id; ++i) {
            methods.push_back(results[i].method);
        }
        try {
            recompute_window(window_id, methods, total);
        } catch (const Interrupted&) {
            throw;
        } catch (const std::exception& exception) {
            // A damaged file: what can be read is compared all the same.
            total.violations.add(
                fmt::format("window {} cannot be computed again: {}", window_id, exception.what()));
        }
        if (hook) hook(static_cast<std::int64_t>(i));
    }
    return total;
}

void Verifier::recompute_window(std::int64_t window_id, std::span<const model::Method> methods,
                                Recomputation& total) {
    const Explanation explanation = explainer_.explain_window(window_id, methods);
    const store::WindowRow& window = explanation.window;
    const std::string who = fmt::format("window {} of {}/{} until {}", window_id, window.installation.user_id,
                                        window.installation.installation_id, iso_of_s(window.last_probe_s));
    const std::string own = differences_of(explanation.figures);
    for (const MethodExplanation& method : explanation.methods) {
        ++total.results;
        if (!method.not_recomputed.empty()) {
            ++total.not_recomputed;
            NotRecomputed& reason = total.reasons[{method.result.method(), method.not_recomputed}];
            ++reason.count;
            reason.last_probe_s = std::max(reason.last_probe_s, window.last_probe_s);
            continue;
        }
        std::string text = own;
        const std::string of_method = differences_of(method.figures);
        if (!text.empty() && !of_method.empty()) text += "; ";
        text += of_method;
        if (!method.has_same_latency.value_or(true)) text += text.empty() ? "its latency" : "; its latency";
        if (text.empty()) continue;
        total.violations.add(fmt::format("{}, {}: {}", who, model::name_of(method.result.method()), text));
    }
}

std::vector<store::CurrentResultKey> sample_of(std::vector<store::CurrentResultKey> results,
                                               std::size_t count, std::uint64_t seed) {
    // Each is taken with the share that is still wanted of those that are left. The standard fixes the
    // numbers of this generator, but not those of its distributions.
    std::mt19937_64 random(seed);
    std::vector<store::CurrentResultKey> sample;
    for (std::size_t i = 0; i < results.size() && sample.size() < count; ++i) {
        const std::size_t left = results.size() - i;
        if (random() % left < count - sample.size()) sample.push_back(results[i]);
    }
    return sample;
}

}  // namespace tixdb::report
