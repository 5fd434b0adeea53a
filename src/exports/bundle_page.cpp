// SPDX-License-Identifier: MIT

#include "exports/bundle_page.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "store/evidence_reader.hpp"

namespace tixdb::exports {
namespace {

constexpr int kMostRows = 200;

constexpr std::string_view kStyle =
    "body{font:16px/1.5 sans-serif;max-width:52rem;margin:2rem auto;padding:0 "
    "1rem;color:#111;background:#fff}"
    "table{border-collapse:collapse;margin:1rem 0;font-size:.9rem}th,td{border-bottom:1px solid "
    "#bbb;padding:.2rem .6rem;"
    "text-align:right}th{border-bottom:2px solid "
    "#555}code{background:#eee;overflow-wrap:anywhere}caption{text-align:left}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#111}code{background:#333}}"
    "@media print{body{max-width:none}tr{break-inside:avoid}}";

constexpr std::string_view kWords = R"(
<h2>What the words mean</h2>
<p>The client sends a small packet each second; the server answers at once. Both write down the time. From the four times follows how long the
packet was under way, and, since what is constant is taken out, how long it <b>waited</b> in each direction: in the queue before a line that was
full.</p>
<p>A minute is <b>congested</b> in a direction if more than half of its packets waited longer than &epsilon;, a few milliseconds; the method's
parameters above say how many. A minute with fewer than 30 usable packets is not judged. <b>Usage</b> is the share of the time that
the line was busy, <b>quality</b> the share of the minutes that were not congested. A packet is <b>lost</b> if no answer was recorded;
gaps of over a minute are not counted as loss.</p>
<p>Congestion says that the line was full, not who filled it: that may be the customer's own use. A line that is congested in the evening while
its customer transfers little, or together with its neighbours, is short of capacity behind the customer's own.</p>
)";

constexpr std::string_view kProof = R"(
<h2>What is proven, and what is not</h2>
<p>About once a minute the client signs what it has measured with its private key. <code>verify.sh</code> checks every signature: whoever has changed
a single number since has left a message whose signature is wrong. So the messages come from whoever holds that key. That this is the measured
client, the operator of the server that collected them can confirm by the key's digest.</p>
<p>Signatures do not prove that the client's clock was right or that its program was the original one; the server's times within each message were
written by the server and signed by the client. The addresses in the reports are not signed, and messages that were left out leave no trace but a gap in time. Results are
computed from the messages by the methods named above, which are published with their source; whoever has tixdb makes them again:</p>
<pre>tixdb --database check.sqlite ingest reports
tixdb --database check.sqlite process
tixdb --database check.sqlite export results</pre>
<p>Methods look at the hours before a result as well: what lies before the beginning of these messages is not here, so the first results can differ.</p>
<h2>How to check it</h2>
<pre>sh verify.sh</pre>
<p>It needs a shell, openssl and coreutils, and ends with <b>VERIFIED</b>, or says what is wrong.</p>
)";

struct HtmlTable {
    std::string text;
    int rows = 0;
};

HtmlTable table_of(store::RowCursor rows, const std::string& file) {
    HtmlTable table{"<table><thead><tr>", 0};
    for (int i = 0; i < rows.columns(); ++i)
        table.text += "<th scope=\"col\">" + html_text(rows.name(i)) + "</th>";
    table.text += "</tr></thead><tbody>\n";
    for (; rows.step(); ++table.rows) {
        if (table.rows >= kMostRows) continue;
        table.text += "<tr>";
        for (int i = 0; i < rows.columns(); ++i) table.text += "<td>" + html_text(rows.text(i)) + "</td>";
        table.text += "</tr>\n";
    }
    table.text += "</tbody></table>\n";
    if (table.rows > kMostRows)
        table.text += fmt::format("<p>{} more rows: see {}.</p>\n", table.rows - kMostRows, file);
    return table;
}

std::string beginning(const BundleRequest& request, const BundleSummary& summary,
                      const std::vector<std::string>& keys) {
    std::string text = fmt::format(
        "<p>Measurements of the internet connection of client {} (user {}, installation {}), from {} to "
        "{}.</p>\n<p>They are {} with {} "
        "in all, each message signed by the client's key:</p>\n<ul>\n",
        html_text(request.installation.text()), request.installation.user_id,
        request.installation.installation_id, iso_of_s(request.from_s), iso_of_s(request.to_s),
        plural(summary.messages, "message"), plural(summary.observations, "measurement"));
    for (const std::string& key : keys) text += "<li>SHA-256 <code>" + key + "</code></li>\n";
    text += "</ul>\n";
    if (summary.pruned > 0)
        text += fmt::format(
            "<p>Of the same time {} {} not here: its measurements were deleted to save room.</p>\n",
            plural(summary.pruned, "message"), by_count(summary.pruned, "is", "are"));
    return text;
}

}  // namespace

std::string bundle_page(store::Database& database, const BundleRequest& request,
                        const store::ExportRange& range, const BundleSummary& summary,
                        const std::vector<std::string>& keys) {
    using store::EvidenceTable;
    const auto table = [&](EvidenceTable which, const std::string& file) {
        return table_of(store::rows_of(database, which, range), file);
    };
    const HtmlTable stretches = table(EvidenceTable::stretches, "minutes.csv");
    std::string page = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n";
    page += "<meta name=\"viewport\" content=\"width=device-width\">\n";
    page += fmt::format("<title>Measurements of {}</title><style>{}</style></head><body>\n",
                        html_text(request.installation.text()), kStyle);
    page += "<h1>What was measured</h1>\n" + beginning(request, summary, keys);
    page += "<h2>When the line was congested</h2>\n";
    page += stretches.rows > 0 ? "<p>Five minutes in a row, or more:</p>\n" + stretches.text
                               : "<p>At no time for five minutes in a row.</p>\n";
    page += "<h2>Day by day</h2>\n" + table(EvidenceTable::days, "hours.csv and minutes.csv").text;
    page += "<h2>By which methods</h2>\n" + table(EvidenceTable::methods, "results.csv").text;
    page += kWords;
    page += kProof;
    page +=
        "<h2>The files</h2>\n<p><code>reports/</code>: the client's messages and signatures, bit for bit, in "
        "files of the form in which it sends them; "
        "<code>messages.tsv</code> lists them, "
        "<code>observations.csv</code> is what they say. <code>keys/</code>: the public key. "
        "<code>results.csv</code>, "
        "<code>hours.csv</code>, <code>minutes.csv</code>, <code>gaps.csv</code>: what was computed of them, "
        "and where data are missing; "
        "<code>dictionary.csv</code> explains every column. <code>SHA256SUMS</code>: digests of all "
        "files.</p>\n";
    page += fmt::format("<p>Made on {} by tixdb {}.</p>\n</body></html>\n", iso_of_s(request.made_s),
                        html_text(request.program_version));
    return page;
}

}  // namespace tixdb::exports
