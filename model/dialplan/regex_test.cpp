#include "model/dialplan/regex.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <regex>

namespace curia::dialplan {
namespace {

// "begin-end" of the match, then its groups as text; "none"; or the error's code.
std::string find(std::string_view pattern, std::string_view text, std::size_t from = 0) {
  const auto regex = Regex::compile(pattern);
  if (!regex) return std::string(name_of(regex.error().code));
  std::size_t steps = limits::dial_transform_steps;
  const auto found = regex->find(text, from, steps);
  if (!found) return std::string(name_of(found.error().code));
  if (!*found) return "none";
  const auto& groups = (*found)->groups;
  std::string out = std::to_string(groups[0].begin) + "-" + std::to_string(groups[0].end);
  for (std::size_t i = 1; i <= regex->groups(); ++i)
    out += groups[i].begin == std::string_view::npos
               ? " -"
               : " " + std::string(text.substr(groups[i].begin, groups[i].end - groups[i].begin));
  return out;
}

TEST(Regex, FindsTheFirstMatchAndPrefersAsItIsWritten) {
  EXPECT_EQ(find("abc", "xxabcabc"), "2-5");
  EXPECT_EQ(find("", "abc"), "0-0");
  EXPECT_EQ(find("a|ab", "ab"), "0-1");
  EXPECT_EQ(find("ab|a", "ab"), "0-2");
  EXPECT_EQ(find("(a+)(b*)", "xaab"), "1-4 aa b");
  EXPECT_EQ(find("(a+?)(b*)", "xaab"), "1-2 a ");
  EXPECT_EQ(find("a*?$", "aaa"), "0-3");
  EXPECT_EQ(find("(a)|(b)", "b"), "0-1 - b");
  EXPECT_EQ(find("(?:ab)+", "ababa"), "0-4");
  EXPECT_EQ(find("a{2}", "aaa"), "0-2");
  EXPECT_EQ(find("a{2,}", "aaa"), "0-3");
  EXPECT_EQ(find("a{1,2}", "aaa"), "0-2");
  EXPECT_EQ(find("a{,2}", "a{,2}"), "0-5");
  EXPECT_EQ(find("(a|b)*c", "abac"), "0-4 a");
  EXPECT_EQ(find("a", "aba", 1), "2-3");
}

TEST(Regex, KnowsClassesAndPlaces) {
  EXPECT_EQ(find("^0", "10"), "none");
  EXPECT_EQ(find("^0", "00", 1), "none");
  EXPECT_EQ(find("9$", "99"), "1-2");
  EXPECT_EQ(find("\\d+", "ab12c"), "2-4");
  EXPECT_EQ(find("\\D+", "12ab"), "2-4");
  EXPECT_EQ(find("[^0-9]", "12a"), "2-3");
  EXPECT_EQ(find("[]a]+", "x]a"), "1-3");
  EXPECT_EQ(find("[a-]+", "x-a"), "1-3");
  EXPECT_EQ(find("[\\d.]+", "a1.2"), "1-4");
  EXPECT_EQ(find("[[:alpha:]_]+", "1a_B"), "1-4");
  EXPECT_EQ(find("\\bcat\\b", "concat cat"), "7-10");
  EXPECT_EQ(find("\\Bcat", "cat concat"), "7-10");
  EXPECT_EQ(find("\\+", "+44"), "0-1");
  EXPECT_EQ(find("\\/", "a/b"), "1-2");
  EXPECT_EQ(find("[\\t ]", "a\tb"), "1-2");
  EXPECT_EQ(find(".", "\n"), "none");
  EXPECT_EQ(find("^.$", "é"), "0-2");
  EXPECT_EQ(find("[à-ü]", "é"), "0-2");
  EXPECT_EQ(find("^..$", "\xff\xfe"), "0-2");
}

TEST(Regex, RefusesWhatItDoesNotUnderstand) {
  for (const char* bad :
       {"(", ")", "(?=a)", "(?i)a", "[", "[z-a]", "[\\d-a]", "*a", "a**", "a++", "\\", "\\1", "\\q",
        "[[:what:]]", "a{3,2}", "(?:", "[a", "[\\", "x{2}{3}?*"})
    EXPECT_EQ(find(bad, "a"), "invalid_value") << bad;
}

TEST(Regex, RefusesWhatWouldCostTooMuch) {
  EXPECT_EQ(find("a{1001}", "a"), "limit_reached");
  EXPECT_EQ(find("a{99999999999999999999}", "a"), "none");
  EXPECT_EQ(find("(?:a{1000}){1000}", "a"), "limit_reached");
  EXPECT_EQ(find("(?:(?:(?:){999}){999}){999}", "a"), "limit_reached");
  EXPECT_EQ(find("(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)", "a"), "limit_reached");
  EXPECT_EQ(find(std::string(100, '(') + std::string(100, ')'), "a"), "limit_reached");
  EXPECT_EQ(find("(a*)*b", std::string(500, 'a')), "none");
  std::size_t steps = 100;
  const auto regex = Regex::compile("(?:a|b)*c");
  const auto found = regex->find(std::string(500, 'a'), 0, steps);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::limit_reached);
  EXPECT_EQ(steps, 0u);
}

// Expressions that the standard library reads in the same way, over a small alphabet.
rc::Gen<std::string> expressions(int depth) {
  using rc::gen::element;
  if (depth == 0)
    return element<std::string>("a", "b", "c", ".", "[ab]", "[^a]", "\\d", "1", "\\w", "[b-c1]");
  const auto inner = rc::gen::lazy([=] { return expressions(depth - 1); });
  const auto both = [=](const std::string& between, const std::string& open,
                        const std::string& close) {
    return rc::gen::map(rc::gen::pair(inner, inner), [=](const auto& pair) {
      return open + pair.first + between + pair.second + close;
    });
  };
  const auto repeated =
      rc::gen::map(rc::gen::pair(expressions(0),
                                 element<std::string>("*", "+", "?", "*?", "+?", "{2}", "{1,2}")),
                   [](const auto& pair) { return pair.first + pair.second; });
  return rc::gen::oneOf(inner, repeated, both("", "", ""), both("|", "(", ")"), both("", "(", ")"),
                        both("|", "(?:", ")"));
}

// std::regex goes back, so it gets short texts only; that makes it a judge of ours.
RC_GTEST_PROP(Regex, FindsWhatABacktrackingEngineFinds, ()) {
  const std::string pattern = *expressions(4);
  const std::string text = *rc::gen::container<std::string>(rc::gen::element('a', 'b', 'c', '1'));
  const auto regex = Regex::compile(pattern);
  RC_PRE(regex.has_value());
  std::size_t steps = limits::dial_transform_steps;
  const auto found = regex->find(text, 0, steps);
  RC_ASSERT(found.has_value());
  std::smatch expected;
  const bool is_there = std::regex_search(text, expected, std::regex(pattern));
  RC_ASSERT(found->has_value() == is_there);
  if (!is_there) return;
  for (std::size_t i = 0; i <= regex->groups(); ++i) {
    const Span& span = (*found)->groups[i];
    RC_ASSERT((span.begin != std::string_view::npos) == expected[i].matched);
    if (!expected[i].matched) continue;
    RC_ASSERT(span.begin == static_cast<std::size_t>(expected.position(i)));
    RC_ASSERT(span.end == span.begin + static_cast<std::size_t>(expected.length(i)));
  }
}

RC_GTEST_PROP(Regex, TakesAnyBytesAndNeverMoreStepsThanItSays, (const std::string& any)) {
  const auto made_of = rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("ab1()[]{}|*+?\\^$.,-:dwsbB2\xc3\xa9")));
  const std::string pattern = *rc::gen::oneOf(made_of, rc::gen::just(any));
  const auto regex = Regex::compile(pattern);
  if (!regex) {
    RC_ASSERT(!regex.error().message.empty());
    return;
  }
  RC_ASSERT(regex->size() <= limits::regex_instructions);
  const std::string text = any.substr(0, limits::dialled_bytes);
  std::size_t steps = limits::dial_transform_steps * 10;
  const std::size_t before = steps;
  const auto found = regex->find(text, 0, steps);
  RC_ASSERT(found.has_value());
  RC_ASSERT(before - steps <= regex->size() * (text.size() + 1));
  if (*found) {
    RC_ASSERT((*found)->groups[0].begin <= (*found)->groups[0].end);
    RC_ASSERT((*found)->groups[0].end <= text.size());
  }
}

}  // namespace
}  // namespace curia::dialplan
