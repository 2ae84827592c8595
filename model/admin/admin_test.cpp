#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/admin/command_line.hpp"
#include "model/admin/duty_hours.hpp"
#include "model/admin/grammar.hpp"
#include "model/admin/limits.hpp"
#include "model/admin/listen_endpoint.hpp"
#include "model/admin/password_rules.hpp"
#include "model/admin/values.hpp"

namespace curia::admin {
namespace {

using Words = std::vector<std::string>;

TEST(CommandLine, SplitsWordsAsTheProductDoes) {
  EXPECT_EQ(parse_command_line("  ldap\tbinddn \"cn=bind user,o=My Company\" ").value(),
            (Words{"ldap", "binddn", "cn=bind user,o=My Company"}));
  EXPECT_EQ(parse_command_line(R"(ldap binddn domain\\username)").value().back(),
            R"(domain\username)");
  EXPECT_EQ(parse_command_line(R"(a\ b "" c"d e"f)").value(), (Words{"a b", "", "cd ef"}));
  for (const char* bad : {"\"open", "a\\", "domain\\username", "bell\a"})
    EXPECT_EQ(parse_command_line(bad).error().code, Errc::invalid_value) << bad;
  EXPECT_EQ(parse_command_line(std::string(5000, 'a')).error().code, Errc::value_too_long);
}

RC_GTEST_PROP(CommandLine, ReadsBackWhatItQuotes, ()) {
  const auto words =
      *rc::gen::container<Words>(rc::gen::container<std::string>(rc::gen::inRange(' ', '\x7f')));
  std::string line;
  for (const auto& word : words) line += admin::quoted(word) + " ";
  RC_PRE(words.size() <= 64 && line.size() <= 4096);
  RC_ASSERT(parse_command_line(line).value() == words);
}

void nothing(const std::shared_ptr<Call>&) {}

const Topic zone = {"zone",
                    "Zones",
                    {{"zone", {Role::admin, Role::audit}, "", nothing},
                     {"zone list", {Role::admin, Role::audit}, "", nothing},
                     {"zone <name>", {Role::admin}, "", nothing},
                     {"zone set <=on|off> [<port>]", {Role::admin}, "", nothing},
                     {"zone listen <+interface list>", {Role::admin}, "", nothing}}};
const Topic zoo = {"zoo", "", {{"zoo open [now]", {Role::admin}, "", nothing}}};
const Topic* const topics[] = {&zone, &zoo};

TEST(Grammar, TakesTheMostLiteralForm) {
  const Grammar grammar(topics);
  EXPECT_EQ(grammar.match(Words{"zone", "list"}, Role::admin)->form->syntax, "zone list");
  EXPECT_EQ(grammar.match(Words{"zone", "here"}, Role::admin)->captures.values, (Words{"here"}));
  EXPECT_EQ(grammar.match(Words{"zone", "set", "on"}, Role::admin)->captures.values,
            (Words{"on", ""}));
  EXPECT_EQ(grammar.match(Words{"zone", "listen", "a", "b"}, Role::admin)->captures.rest,
            (Words{"a", "b"}));
  EXPECT_EQ(grammar.match(Words{"zoo", "open", "now"}, Role::admin)->captures.values,
            (Words{"now"}));
}

TEST(Grammar, SaysWhatIsWrong) {
  const Grammar grammar(topics);
  const auto why = [&](const Words& words, Role role = Role::admin) {
    return grammar.match(words, role).error();
  };
  EXPECT_EQ(why({"zome"}).message, "unknown command 'zome': did you mean 'zone'?");
  EXPECT_EQ(why({"zo"}).message, "unknown command 'zo': did you mean 'zone' or 'zoo'?");
  EXPECT_EQ(why({"quit"}).message, "unknown command 'quit': 'help' lists the commands");
  EXPECT_EQ(why({"zoo"}).message, "the command is not complete\nUsage:\nzoo open [now]");
  EXPECT_EQ(why({"zone", "set", "maybe", "1"}).code, Errc::invalid_value);
  EXPECT_EQ(why({"zone", "set", "on", "70000"}).message,
            "'70000' is not a port: a number from 1 to 65535");
  EXPECT_EQ(why({"zone", "listen", "a", "e"}).message, "'e' is not an interface: a, b, c or d");
  EXPECT_EQ(why({"zone", "here"}, Role::audit).code, Errc::not_permitted);
  EXPECT_EQ(why({"zoo", "open"}, Role::audit).code, Errc::not_permitted);
}

TEST(Grammar, CompletesAndHelps) {
  const Grammar grammar(topics);
  const auto complete = [&](std::string_view line) {
    return grammar.complete(line, Role::admin, [](std::string_view name) {
      return name == "name" ? Words{"Europe/Paris", "UTC"} : Words{};
    });
  };
  EXPECT_EQ(complete("zo"), (Words{"zone", "zoo"}));
  EXPECT_EQ(complete("zone l"), (Words{"list", "listen"}));
  EXPECT_EQ(complete("zone set "), (Words{"off", "on"}));
  EXPECT_EQ(complete("zone E"), (Words{"Europe/Paris"}));
  EXPECT_EQ(complete("zoo open now "), Words{});
  EXPECT_EQ(grammar.help(Role::audit), "zone\n");
  EXPECT_EQ(grammar.help("zoo", Role::admin).value(), "zoo open [now]\n");
  EXPECT_EQ(grammar.help("zone", Role::admin).value(),
            "Zones\nUsage:\nzone\nzone list\nzone <name>\nzone set <on|off> [<port>]\n"
            "zone listen <interface list>\n");
}

TEST(DutyHours, FollowTheirGrammar) {
  const auto covers = [](std::string_view text, unsigned day, unsigned minute) {
    return DutyHours::parse(text).value().covers(day, minute);
  };
  EXPECT_TRUE(covers("MoTu1200-1400|We1400-1500", 0, 720));
  EXPECT_FALSE(covers("MoTu1200-1400|We1400-1500", 0, 840));
  EXPECT_TRUE(covers("MoTu1200-1400|We1400-1500", 2, 899));
  EXPECT_FALSE(covers("MoWk0900-1700", 0, 600));  // Monday was taken back
  EXPECT_TRUE(covers("MoWk0900-1700", 4, 600));
  EXPECT_FALSE(covers("MoMo0900-1700", 0, 600));
  EXPECT_TRUE(covers("!Wd0900-1700", 1, 600));
  EXPECT_FALSE(covers("!Wd0900-1700", 6, 600));
  EXPECT_TRUE(covers("Su2200-0600", 0, 359));  // since Sunday evening
  EXPECT_FALSE(covers("Su2200-0600", 0, 360));
  EXPECT_TRUE(covers("Al0000-2400", 3, 1439));
  for (const char* bad : {"", "Mo", "0900-1700", "Mo0900-2500", "Mo0960-1000", "Xx0900-1700",
                          "Mo0900-1700|", "Mo900-1700"})
    EXPECT_FALSE(DutyHours::parse(bad)) << bad;
}

TEST(PasswordRules, EachRefusesWhatItIsAbout) {
  const auto refuses = [](std::string_view rule, std::string_view value, std::string_view password,
                          std::string_view old = "") {
    Rules rules;
    EXPECT_TRUE(set_rule(rules, rule, value)) << rule;
    return !judge_password(rules, "ann", password, old);
  };
  EXPECT_TRUE(refuses("min_length", "8", "seven77"));
  EXPECT_TRUE(refuses("min_special", "1", "none0ne"));
  EXPECT_TRUE(refuses("min_uppercase", "1", "lower"));
  EXPECT_TRUE(refuses("min_lowercase", "1", "UPPER"));
  EXPECT_TRUE(refuses("min_digits", "2", "one1"));
  EXPECT_TRUE(refuses("longest_digits_run", "2", "a123b"));
  EXPECT_FALSE(refuses("longest_digits_run", "2", "a12b34"));
  EXPECT_TRUE(refuses("max_repeated_char", "2", "aaab"));
  EXPECT_FALSE(refuses("max_repeated_char", "2", "aabb"));
  EXPECT_TRUE(refuses("min_changed_characters", "3", "abcdXY", "abcdef"));
  EXPECT_FALSE(refuses("min_changed_characters", "2", "abcdXY", "abcdef"));
  EXPECT_TRUE(refuses("only_ascii", "true", "p\u00e4ss"));
  EXPECT_TRUE(refuses("no_username", "true", "xANNx"));
  EXPECT_TRUE(refuses("no_palindrome", "true", "abcba"));
  EXPECT_TRUE(refuses("no_palindrome", "true", "abba"));
  EXPECT_FALSE(refuses("no_palindrome", "true", "abcab"));
  Rules rules;
  EXPECT_EQ(set_rule(rules, "min_password_length", "1").error().code, Errc::not_found);
  EXPECT_EQ(set_rule(rules, "min_length", "0").error().code, Errc::invalid_value);
  EXPECT_TRUE(is_in_dictionary("one\r\ntwo\nthree", "Three"));
  EXPECT_FALSE(is_in_dictionary("one\ntwo\nthree", "thre"));
}

TEST(Values, FiltersInFiltersHaveAnEnd) {
  std::string filter = "(a=b)";
  for (int i = 0; i < limits::ldap_filter_depth; ++i) filter = "(!" + filter + ")";
  EXPECT_TRUE(is_ldap_filter(filter));
  EXPECT_FALSE(is_ldap_filter("(!" + filter + ")"));
}

TEST(Values, Filters) {
  for (const char* good :
       {"(&(objectClass=*)(memberOf=CN=admins,DC=example,DC=com))", "(!(|(a=b)(c>=5)(d~=e)))",
        "(cn=J*n*)", R"((cn=a\2ab))", "(cn=)", "(2.5.4.3;lang-en=x)", "(cn:dn:=x)",
        "(memberOf:1.2.840.113556.1.4.1941:=CN=a)", "(:dn:2.4.6:=x)", "(:2.4.6:=x)"})
    EXPECT_TRUE(is_ldap_filter(good)) << good;
  for (const char* bad :
       {"",           "objectClass=*", "(a=b",       "(a=b))",    "(a=b)(c=d)",    "()",
        "(nonsense)", "(=x)",          "(&)",        "(!)",       "(!(a=b)(c=d))", "(&a=b)",
        "(&(a=b)c)",  "(a b=c)",       "(a>=*)",     R"((a=\2))", R"((a=\zz))",    "(a=(b)",
        "(:dn:=x)",   "(:=x)",         "(a:b c:=x)", "(a=\x01)",  " (a=b)"})
    EXPECT_FALSE(is_ldap_filter(bad)) << bad;
}

TEST(ListenEndpoint, IsTheAddressOfAnInterfaceThatCounts) {
  Configuration configuration;
  InterfaceSettings& b = configuration.make_interface("b");
  const auto told = [&](const char* interface) {
    const auto endpoint = listen_endpoint(configuration, {interface, 443});
    return endpoint ? to_string(*endpoint) : endpoint.error().message;
  };
  EXPECT_EQ(told("a"), "127.0.0.1:443");
  EXPECT_EQ(told("b"), "the interface b has no address");
  b.ipv6 = "2001:db8::5/64";
  EXPECT_EQ(told("b"), "the interface b has no address");
  b.ipv4 = "192.0.2.5/24";
  EXPECT_EQ(told("b"), "192.0.2.5:443");
  b.ipv4_enabled = false;
  EXPECT_EQ(told("b"), "the interface b is disabled");
  EXPECT_EQ(told("c"), "the interface c has no address");
  EXPECT_EQ(told(""), "no interface to listen on");
}

}  // namespace
}  // namespace curia::admin
