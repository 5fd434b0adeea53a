// SPDX-License-Identifier: MIT
#include "page/markup.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "base/text.hpp"

namespace tixdb::page {
namespace {

TEST(HtmlText, LeavesNothingThatMeansSomethingToHtml) {
    EXPECT_EQ(html_text("</script><b a=\"1\" c='2'>&amp;"),
              "&lt;/script&gt;&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
    EXPECT_EQ(html_text("Ünïcode – 東京"), "Ünïcode – 東京");
}

TEST(HtmlText, ShowsWhatCannotBeSeen) {
    EXPECT_EQ(html_text(std::string("a\0b", 3)), "a\\x00b");
    EXPECT_EQ(html_text("\xe2\x80\xae"
                        "abc")
                  .find("\xe2\x80\xae"),
              std::string::npos)
        << "an override turns text around";
    EXPECT_EQ(html_text("\xff"), "\\xff");
}

TEST(JsonText, CannotEndAScript) {
    EXPECT_EQ(json_text("</script><!--"), R"("\u003c/script\u003e\u003c!--")");
    EXPECT_EQ(json_text("\xe2\x80\xa8\xe2\x80\xae\xe2\x81\xa6–é"), R"("\u2028\u202e\u2066\u2013é")");
    EXPECT_EQ(json_text("a\"b\\&"), R"("a\"b\\\u0026")");
}

TEST(NumbersForPeople, AreShortAndKeepTheirUnits) {
    EXPECT_EQ(percent_text(0.123), "12 %");
    EXPECT_EQ(percent_text(0.0123), "1.2 %");
    EXPECT_EQ(percent_text(0.0), "0 %");
    EXPECT_EQ(percent_text(std::nullopt), "–");
    EXPECT_EQ(ms_text(4.25), "4.2 ms");
    EXPECT_EQ(ms_text(31.4), "31 ms");
    EXPECT_EQ(count_text(999), "999");
    EXPECT_EQ(count_text(1'234'567), "1,234,567");
}

TEST(Template, IsFilledOnce) {
    EXPECT_EQ(filled("a {{x}} b {{y}}{{x}}", {{"x", "{{y}}"}, {"y", "2"}}), "a {{y}} b 2{{y}}");
    EXPECT_THROW((void)filled("{{z}}", {}), std::logic_error);
}

}  // namespace
}  // namespace tixdb::page
