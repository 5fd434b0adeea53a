// SPDX-License-Identifier: MIT

#include "support/publish_fixture.hpp"

#include <algorithm>

#include "base/file_lock.hpp"
#include "publish/publisher.hpp"
#include "store/run_store.hpp"

namespace tixdb::test {

publish::HttpSettings PublishTest::default_http_settings() {
    publish::HttpSettings settings;
    settings.user = FakeTixApi::kUser;
    settings.password = FakeTixApi::kPassword;
    settings.request_timeout = std::chrono::seconds(20);
    return settings;
}

publish::PublishReport PublishTest::publish(publish::PublishObserver& observer) {
    std::ostringstream sink;
    Log log(sink, Verbosity::verbose, LogFormat::text);
    auto database = store::Database::open_for_writing(database_.path());
    const auto run_id = store::RunStore(database).begin("publish", "test", clock_.now_ms());
    FileLock lock(database_.path().string() + ".publish.lock", std::chrono::milliseconds(0), clock_);
    const publish::ApiRequests requests(
        publish::ApiAddress{host_, port_.value_or(api_.port()), use_tls_, "/api"});
    settings_.resolved_host = host_;
    http_settings_.in_flight = settings_.in_flight;
    publish::CurlHttpClient http(http_settings_);
    publish::Publisher publisher(database, lock, http, requests, clock_, log, settings_, observer, run_id);
    try {
        auto report = publisher.run();
        logged_ = sink.str();
        return report;
    } catch (const Killed&) {
        logged_ = sink.str();
        throw;
    }
}

publish::PublishReport PublishTest::publish() {
    publish::PublishObserver observer;
    return publish(observer);
}

publish::PublishReport PublishTest::publish_after(std::chrono::milliseconds duration) {
    clock_.advance(duration);
    return publish();
}

std::vector<StoredReport> PublishTest::stored() const {
    auto reports = api_.reports();
    std::sort(reports.begin(), reports.end());
    return reports;
}

}  // namespace tixdb::test
