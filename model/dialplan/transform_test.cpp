#include "model/dialplan/transform.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/base/text.hpp"
#include "model/dialplan/address.hpp"
#include "model/dialplan/phone.hpp"

namespace curia::dialplan {
namespace {

using Type = DialTransformType;

// The result, "-" when it does not fit, or the parameter at fault and the code.
std::string apply(Type type, std::string_view match, std::string_view transform,
                  std::string_view dialled) {
  const auto made = Transform::compile(type, match, transform);
  if (!made) return made.error().parameter + " " + std::string(name_of(made.error().code));
  const auto result = made->apply(dialled);
  if (!result) return std::string(name_of(result.error().code));
  return result->value_or("-");
}

TEST(Transform, PutsComponentsTogether) {
  EXPECT_EQ(apply(Type::raw, "", "", "as it is"), "as it is");
  EXPECT_EQ(apply(Type::raw, "", "abc", "1"), "abc");
  EXPECT_EQ(apply(Type::unset, "", "$1@example.com", "12-34"), "12-34@example.com");
  EXPECT_EQ(apply(Type::strip, "", "$1{}@example.com", "12-3.4 5"), "12345@example.com");
  EXPECT_EQ(apply(Type::phone, "", "$1/$2", "+442079460000"), "44/2079460000");
  EXPECT_EQ(apply(Type::phone, "", "$2@us", "+12125550100"), "2125550100@us");
  EXPECT_EQ(apply(Type::phone, "($1/^01$/)", "$2@us", "12125550100"), "2125550100@us");
  EXPECT_EQ(apply(Type::phone, "", "$2", "sales@example.com"), "-");
  EXPECT_EQ(apply(Type::raw, "", "$$$1 {x}", "1"), "$1 {x}");
}

TEST(Transform, ReplacesEverywhereAndOneAfterTheOther) {
  EXPECT_EQ(apply(Type::raw, "", "$1{/\\D//}{/^9//}@a.b", "9-12 34"), "1234@a.b");
  EXPECT_EQ(apply(Type::raw, "", "$1{/999/123/}", "999a999"), "123a123");
  EXPECT_EQ(apply(Type::raw, "", "$1{/(\\w+)@(.*)/\\2.$1-\\0/}", "a@b"), "b.a-a@b");
  EXPECT_EQ(apply(Type::raw, "", "$1{/\\//\\/\\/$$/}", "a/b"), "a//$b");
  EXPECT_EQ(apply(Type::raw, "", "$1{/x*/-/}", "axb"), "-a--b-");
  EXPECT_EQ(apply(Type::raw, "", "$1{/^/0/}", "é"), "0é");
  EXPECT_EQ(apply(Type::raw, "", "$1{/(a)|b/[\\1]/}", "ab"), "[a][]");
}

TEST(Transform, FitsWhenAllConditionsAreFound) {
  EXPECT_EQ(apply(Type::raw, "($1/^0/) ($1/9$/)", "yes", "0419"), "yes");
  EXPECT_EQ(apply(Type::raw, "($1/^0/)($1/9$/)", "yes", "0418"), "-");
  EXPECT_EQ(apply(Type::phone, "($1/^44$/)($2/^7/)", "mobile", "447700900123"), "mobile");
  EXPECT_EQ(apply(Type::phone, "($1/^44$/)($2/^7/)", "mobile", "442079460000"), "-");
  EXPECT_EQ(apply(Type::raw, "($1/\\/)$/)", "yes", "/)"), "match invalid_value");
  EXPECT_EQ(apply(Type::raw, "($1/\\/x$/)", "yes", "/x"), "yes");
}

TEST(Transform, RefusesWhatCannotBeRead) {
  for (const char* bad : {"x", "(", "($1)", "($1/)", "($1/a)", "($1/a/", "($0/a/)", "($2/a/)",
                          "($/a/)", "(1/a/)", "($1/(/)", "($1/a\\", "($1/a/)x"})
    EXPECT_EQ(apply(Type::raw, bad, "", "a"), "match invalid_value") << bad;
  for (const char* bad : {"$", "$0", "$2", "$x", "$1{", "$1{x}", "$1{/a}", "$1{/a/b}", "$1{/a/b/",
                          "$1{/(/b/}", "$1{/a/\\1/}", "$1{/a/b\\", "$1{/a/b/}{"})
    EXPECT_EQ(apply(Type::raw, "", bad, "a"), "transform invalid_value") << bad;
  EXPECT_EQ(apply(Type::phone, "($3/a/)", "", "a"), "match invalid_value");
  EXPECT_EQ(apply(Type::raw, "($1/a{1000}/)($1/a{999}/)", "", "a"), "match limit_reached");
}

TEST(Transform, EndsBeforeItTakesLongOrGrows) {
  EXPECT_EQ(apply(Type::raw, "", "$1{/a/aaaaaaaaaa/}{/a/aaaaaaaaaa/}", std::string(9, 'a')),
            "limit_reached");
  EXPECT_EQ(apply(Type::raw, "", "$1$1", std::string(300, 'a')), "limit_reached");
  EXPECT_EQ(apply(Type::raw, "", "$1", std::string(limits::dialled_bytes + 1, 'a')),
            "limit_reached");
  // Each place is looked at to the end of the text in vain, before one character is replaced.
  EXPECT_EQ(apply(Type::raw, "", "$1{/(?:a|a|a|a|a)*b|a/c/}", std::string(500, 'a')),
            "limit_reached");
}

TEST(Phone, KnowsCountryCodes) {
  const auto text = [](std::string_view number) {
    const auto phone = parse_phone(number);
    return phone ? phone->country_code + " " + phone->number : "none";
  };
  EXPECT_EQ(text("+12125550100"), "01 2125550100");
  EXPECT_EQ(text("442079460000"), "44 2079460000");
  EXPECT_EQ(text("+358401234567"), "358 401234567");
  EXPECT_EQ(text("74951234567"), "07 4951234567");
  for (const char* bad : {"", "+", "1", "1212555010", "0044207946", "44 2079460000", "++44",
                          "+2101234567", "1234567890123456", "a", "44123"})
    EXPECT_EQ(text(bad), "none") << bad;
}

TEST(Address, IsReadAsItIsDialled) {
  const auto text = [](std::string_view dialled) {
    const Address a = parse_address(dialled);
    return a.user + "|" + a.domain + "|" + a.port + "|" + a.parameters;
  };
  EXPECT_EQ(text(" SIP:Sales@Example.COM:5060;user=phone "), "Sales|example.com|5060|;user=phone");
  EXPECT_EQ(text("sales@[::1]"), "sales|[::1]||");
  EXPECT_EQ(text("sales@[::1]:99"), "sales|[::1]|99|");
  EXPECT_EQ(text("tel:+44;ext=1"), "+44|||;ext=1");
  EXPECT_EQ(text("a@b@c"), "a@b|c||");
  EXPECT_EQ(text("@"), "|||");
}

TEST(Address, DomainsMatchWithStars) {
  EXPECT_TRUE(matches_domain("Example.com", "eXample.com"));
  EXPECT_TRUE(matches_domain("*", ""));
  EXPECT_TRUE(matches_domain("*.com", "a.b.com"));
  EXPECT_TRUE(matches_domain("exa*.com", "example.com"));
  EXPECT_TRUE(matches_domain("*a*b*", "xaxaxbx"));
  EXPECT_FALSE(matches_domain("*.com", "com"));
  EXPECT_FALSE(matches_domain("", ""));
  EXPECT_FALSE(matches_domain("example.com", "example.com.evil"));
  EXPECT_FALSE(matches_domain("e.ample", "example"));
}

RC_GTEST_PROP(Transform, NeverCrashesNorExceedsItsLimits, (const std::string& dialled)) {
  const auto made_of = [](std::string alphabet) {
    return rc::gen::container<std::string>(rc::gen::elementOf(std::move(alphabet)));
  };
  const std::string match = *rc::gen::map(
      made_of("a1.*+?|()[]\\d"), [](const auto& pattern) { return "($1/" + pattern + "/)"; });
  const std::string transform =
      *rc::gen::map(rc::gen::pair(made_of("a1.*+?|()\\d"), made_of("a\\0$1")),
                    [](const auto& p) { return "$1{/" + p.first + "/" + p.second + "/}@x"; });
  const auto made = Transform::compile(Type::strip, match, transform);
  if (!made) {
    RC_ASSERT(made.error().parameter == "match" || made.error().parameter == "transform");
    return;
  }
  const auto result = made->apply(dialled);
  if (!result) RC_ASSERT(result.error().code == Errc::limit_reached);
  if (result && *result) RC_ASSERT((*result)->size() <= limits::dialled_bytes);
  if (result && *result && is_utf8(dialled)) RC_ASSERT(is_utf8(**result));
}

RC_GTEST_PROP(Transform, ComponentsKeepEveryDigit, (const std::string& dialled)) {
  const auto digits = [](std::string text) {
    std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
    return text;
  };
  RC_ASSERT(components_of(Type::raw, dialled).at(0) == dialled);
  RC_ASSERT(digits(components_of(Type::strip, dialled).at(0)) == digits(dialled));
}

}  // namespace
}  // namespace curia::dialplan
