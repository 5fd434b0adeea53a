// SPDX-License-Identifier: MIT

#include "process/stored_settings.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "process/settings.hpp"
#include "store/result_store.hpp"
#include "store/setting_store.hpp"

namespace tixdb::process {
namespace {

Error bad_setting(std::string_view name, std::string_view value) {
    return {
        ErrorKind::configuration,
        fmt::format("setting {} is \"{}\", not {}", name, escaped(value), known_setting(name)->expectation),
        fmt::format("`tixdb config set {} VALUE` fixes it", name)};
}

double epsilon_or(store::SettingStore& settings, std::string_view name, double fallback) {
    const auto text = settings.get(name);
    if (!text) return fallback;
    const auto value = parse_number<double>(*text);
    if (!value || !is_epsilon(*value)) throw bad_setting(name, *text);
    return *value;
}

// A database that has results goes on with what they were published with.
std::string_view method_without_setting(store::Database& database) {
    const bool is_new = !store::ResultStore::has_any(database);
    return model::name_of(is_new ? model::kDefaultMethod : model::Method::classic);
}

model::Method publish_method(store::Database& database) {
    const std::string text = store::SettingStore(database)
                                 .get(kPublishMethod)
                                 .value_or(std::string(method_without_setting(database)));
    const auto method = model::method_named(text);
    if (!method) throw bad_setting(kPublishMethod, text);
    return *method;
}

}  // namespace

model::Method ensure_publish_method(store::Database& database, std::int64_t now_ms) {
    store::SettingStore settings(database);
    if (!settings.get(kPublishMethod)) {
        settings.set(kPublishMethod, std::string(method_without_setting(database)), now_ms);
    }
    return publish_method(database);
}

Parameters stored_parameters(store::Database& database, std::int64_t now_ms) {
    (void)ensure_publish_method(database, now_ms);
    return read_parameters(database, now_ms);
}

Parameters read_parameters(store::Database& database, std::int64_t now_ms) {
    store::SettingStore settings(database);
    Parameters parameters;
    parameters.published = publish_method(database);
    parameters.queueing.epsilon_up_ms = epsilon_or(settings, kEpsilonUp, parameters.queueing.epsilon_up_ms);
    parameters.queueing.epsilon_down_ms =
        epsilon_or(settings, kEpsilonDown, parameters.queueing.epsilon_down_ms);
    // Empty: it was set and is not wanted any more.
    if (const auto text = settings.get(kPublishFrom); text && !text->empty()) {
        parameters.publish_from_s = parse_time_s(*text, now_ms / 1000);
        if (!parameters.publish_from_s) throw bad_setting(kPublishFrom, *text);
    }
    return parameters;
}

}  // namespace tixdb::process
