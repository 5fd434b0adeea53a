// SPDX-License-Identifier: MIT
// Reads the fields of a report file, and says what is wrong with a file that has not all of them.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "ingest/reject.hpp"
#include "ingest/report_fields.hpp"

namespace tixdb::ingest {

// Decides what a report file is. Nesting costs neither stack nor time.
class JsonFields {
  public:
    JsonFields();
    ~JsonFields();
    JsonFields(const JsonFields&) = delete;
    JsonFields& operator=(const JsonFields&) = delete;

    // Refuses with not_json (whatever cut short is), not_object, duplicate_field, wrong_type or
    // missing_field. Once only.
    [[nodiscard]] std::optional<Reject> read(std::string_view bytes);

    // Once read() has refused nothing; valid as long as this is.
    [[nodiscard]] ReportFields fields() const;

  private:
    class Reader;
    std::unique_ptr<Reader> reader_;
};

}  // namespace tixdb::ingest
