// SPDX-License-Identifier: MIT

#include "store/history_reader.hpp"

#include "store/sql/window.hpp"

namespace tixdb::store {

HistoryReader::HistoryReader(Database& database, model::Method method, int method_version)
    : method_(model::name_of(method)),
      method_version_(method_version),
      last_skew_(database, sql::window::select_last_skew),
      least_base_(database, sql::window::select_least_base) {}

std::optional<double> HistoryReader::last_fitted_skew(std::int64_t session_report_id) {
    std::optional<double> skew;
    last_skew_.bind_all(session_report_id, method_, method_version_);
    if (last_skew_.step()) skew = last_skew_.optional_real(0);
    last_skew_.reset();
    return skew;
}

std::optional<BaseDelay> HistoryReader::least_base(const model::InstallationKey& key, const std::string& ip,
                                                   std::int64_t after_s, std::int64_t until_s) {
    const ResetAtEnd reset(least_base_);
    least_base_.bind_all(key.user_id, key.installation_id, ip, after_s, until_s, method_, method_version_);
    while (least_base_.step()) {
        const std::int64_t window_id = least_base_.int64(1);
        if (!left_out_.contains(window_id)) return BaseDelay{least_base_.real(0), window_id};
    }
    return std::nullopt;
}

}  // namespace tixdb::store
