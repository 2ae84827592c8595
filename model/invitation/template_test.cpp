#include "model/invitation/template.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/base/limits.hpp"

namespace curia::invitation {
namespace {

const Object data{{"name", "Weekly"},
                  {"empty", ""},
                  {"yes", true},
                  {"no", false},
                  {"three", 3},
                  {"none", List{}},
                  {"letters", List{"b", "a", "c"}},
                  {"wbas", List{Object{{"label", "one"}, {"address", "h1"}},
                                Object{{"label", ""}, {"address", "h2"}}}},
                  {"object", Object{{"k1", "v1"}, {"k2", "v2"}}}};

// The text, or "error: ..." when the template cannot be parsed or rendered.
std::string run(std::string_view text) {
  auto parsed = Template::parse(text);
  if (!parsed) return "error: " + parsed.error().message;
  auto rendered = parsed->render(data);
  return rendered ? rendered->text : "error: " + rendered.error().message;
}

std::string value(std::string_view expression) { return run("%" + std::string(expression) + "%"); }

TEST(Template, PrintsPaths) {
  EXPECT_EQ(run(""), "");
  EXPECT_EQ(run("a {b} #c\n"), "a {b} #c\n");
  EXPECT_EQ(run("<%name%> <% three %> <%yes%>"), "<Weekly> <3> <true>");
  EXPECT_EQ(run("%wbas.0.address%,%wbas.1.address%,%wbas.2.address%,%object.k2%"), "h1,h2,,v2");
  EXPECT_EQ(run("%letters% %object%"), "[b, a, c] {k1: v1, k2: v2}");
  EXPECT_EQ(run("100%% %\"%\"% %\"a\\\"b\\n\"%"), "100% % a\"b\n");
  EXPECT_EQ(run("\xEF\xBB\xBF"
                "a\r\nb\rc"),
            "a\nb\nc");
}

TEST(Template, LineStatementsTakeTheirLine) {
  EXPECT_EQ(run("a\n#if yes\nb\n#else\nc\n#endif\nd\n"), "a\nb\nd\n");
  EXPECT_EQ(run("#if no\nb\n#else if three == 3\nc\n#else\nd\n#endif"), "c\n");
  EXPECT_EQ(run("#if no\nb\n#elif no\nc\n#else\nd\n#endif\r\ne"), "d\ne");
  EXPECT_EQ(run("  #if yes\nb\n\t# endif\nc"), "b\nc");
  EXPECT_EQ(run("#1 choice\n# Heading\n x #if\n#\n##"), "#1 choice\n# Heading\n x #if\n#\n##");
  EXPECT_EQ(run("#set x = name + \"!\"\n%x%"), "Weekly!");
}

TEST(Template, InlineStatementsAndWhitespaceControl) {
  EXPECT_EQ(run("{% if yes %}a{% else %}b{% endif %}\n"), "a\n");
  EXPECT_EQ(run("a \n {%- if yes -%} \n b {%- endif %} c"), "ab c");
  EXPECT_EQ(run("a %- name -% b"), "aWeeklyb");
  EXPECT_EQ(run("a {# no\n%x {% #} b {#- x -#} c"), "a  bc");
  EXPECT_EQ(run("{% if \"%}\" == \"%}\" %}ok{% endif %}"), "ok");
  EXPECT_EQ(run("{% if\n three\n == 3 %}ok{% endif %}"), "ok");
  EXPECT_EQ(run("{% if yes -%}\n#if yes\na\n#endif\n{%- endif %}"), "a\n");
}

TEST(Template, Loops) {
  EXPECT_EQ(run("#for x in letters\n%x%\n#endfor\n"), "b\na\nc\n");
  EXPECT_EQ(run("{% for x in letters %}%loop.index%%loop.index1%%loop.is_first%%loop.is_last% "
                "{% endfor %}"),
            "01truefalse 12falsefalse 23falsetrue ");
  EXPECT_EQ(run("{% for x in wbas %}{% for y in letters %}%loop.parent.index%%loop.index%"
                "{% if not loop.is_last %},{% endif %}{% endfor %};{% endfor %}"),
            "00,01,02;10,11,12;");
  EXPECT_EQ(run("{% for k, v in object %}%k%=%v% {% endfor %}"), "k1=v1 k2=v2 ");
  EXPECT_EQ(run("{% for v in object %}%v% {% endfor %}"), "v1 v2 ");
  EXPECT_EQ(run("{% for x in none %}a{% endfor %}{% for x in nowhere %}a{% endfor %}"), "");
  EXPECT_EQ(run("{% for name in letters %}%name%{% endfor %}%name%"), "bacWeekly");
  EXPECT_EQ(run("{% set n = 0 %}{% for x in letters %}{% set n = n + 1 %}{% endfor %}%n%"), "3");
}

TEST(Template, ConditionsBindAsUsual) {
  for (const char* is_true : {"yes or no and no",
                              "not no",
                              "not no and yes",
                              "not three == 4",
                              "3 == three",
                              "name == \"Weekly\"",
                              "name != \"\"",
                              "empty == \"\"",
                              "nowhere == \"\"",
                              "three >= 3",
                              "three < 4",
                              "\"a\" < \"b\"",
                              "\"a\" in letters",
                              "\"eek\" in name",
                              "\"k1\" in object",
                              "not (\"x\" in letters)",
                              "length (wbas) > 0",
                              "length(none) == 0",
                              "wbas",
                              "object",
                              "1 + 2 * 3 == 7",
                              "(1 + 2) * 3 == 9",
                              "2 ^ 3 ^ 2 == 512",
                              "-2 ^ 2 == -4",
                              "7 % 4 == 3",
                              "7 / 2 == 3",
                              "1 - 2 - 3 == -4",
                              "[1, 2] == [1] + [2]",
                              "[] == none",
                              "not null",
                              "2 in [1, 2]",
                              "true and not false",
                              "exists(\"name\")",
                              "exists(wbas.1.address)",
                              "exists(\"wbas.0.label\")",
                              "not exists(empty)",
                              "not exists(nowhere.at.all)"})
    EXPECT_EQ(run("{% if " + std::string(is_true) + " %}y{% else %}n{% endif %}"), "y") << is_true;
  for (const char* is_false : {"no", "empty", "none", "nowhere", "0", "\"\"", "null",
                               "three == \"3\"", "yes and no", "no or no", "not (yes or no)"})
    EXPECT_EQ(run("{% if " + std::string(is_false) + " %}y{% else %}n{% endif %}"), "n")
        << is_false;
  // What stands after the decision is not computed.
  EXPECT_EQ(run("{% if no and 1 / 0 %}y{% endif %}{% if yes or 1 / 0 %}z{% endif %}"), "z");
}

TEST(Template, Functions) {
  const std::pair<const char*, const char*> cases[] = {
      {"upper(name)", "WEEKLY"},
      {"lower(name)", "weekly"},
      {"capitalize(\"aBC\")", "Abc"},
      {"upper(\"\u00e9a\")", "\u00e9A"},
      {"length(\"\u00e9a\")", "2"},
      {"length(object)", "2"},
      {"default(empty, \"x\")", "x"},
      {"default(nowhere.y, name)", "Weekly"},
      {"default(name, 1 / 0)", "Weekly"},
      {"at(letters, 1)", "a"},
      {"at(letters, 9)", ""},
      {"at(object, \"k1\")", "v1"},
      {"first(letters)", "b"},
      {"last(letters)", "c"},
      {"first(none)", ""},
      {"min(letters)", "a"},
      {"max([2, 9, 4])", "9"},
      {"join(sort(letters), \"-\")", "a-b-c"},
      {"join(range(3), \"\")", "012"},
      {"replace(name, \"e\", \"ee\")", "Weeeekly"},
      {"int(\"-12\") + 1", "-11"},
      {"even(2)", "true"},
      {"odd(2)", "false"},
      {"divisibleBy(9, 3)", "true"},
      {"divisibleBy(9, 0)", "false"},
      {"existsIn(object, \"k1\")", "true"},
      {"isArray(letters)", "true"},
      {"isObject(letters)", "false"},
      {"isString(name)", "true"},
      {"isInteger(three)", "true"},
      {"isNumber(name)", "false"},
      {"isBoolean(yes)", "true"},
  };
  for (const auto& [expression, expected] : cases)
    EXPECT_EQ(value(expression), expected) << expression;
}

TEST(Template, ErrorsNameTheLine) {
  const std::pair<const char*, const char*> cases[] = {
      {"a\n100% sure\n",
       "line 2: '%' begins an expression that no '%' on this line ends; write %% for a percent "
       "sign"},
      {"a\n\n#endfi\n", "line 3: '#endfi' is not a statement"},
      {"a\n#if name\nb\n", "line 2: 'if' has no 'endif'"},
      {"#for x in letters\n#endif\n", "line 1: 'for' has no 'endfor'"},
      {"a\n#endif\n", "line 2: 'endif' without its beginning"},
      {"#if yes\n#else\n#else\n#endif\n", "line 3: 'else' after the last 'else'"},
      {"#if\n#endif\n", "line 1: an expression is missing or incomplete"},
      {"#if name name\n#endif\n", "line 1: 'name' is not expected here"},
      {"#for x.y in letters\n#endfor", "line 1: 'for' is followed by a name, 'in' and a list"},
      {"#set x\n", "line 1: 'set' is followed by a name, '=' and an expression"},
      {"{% include \"x\" %}", "line 1: 'include' is not a statement"},
      {"{% %}", "line 1: a statement is missing"},
      {"a {% if x", "line 1: '{%' is not closed by '%}'"},
      {"a {# x", "line 1: the comment '{#' is not closed by '#}'"},
      {"%\"a%", "line 1: a text in quotes is not closed"},
      {"%name +%", "line 1: an expression is missing or incomplete"},
      {"%(name%", "line 1: a ')' is missing"},
      {"%[1 2]%", "line 1: a ']' is missing"},
      {"%shout(name)%", "line 1: there is no function 'shout'"},
      {"%upper()%", "line 1: the function 'upper' does not take 0 arguments"},
      {"%at(name)%", "line 1: the function 'at' does not take 1 argument"},
      {"%name..x%", "line 1: 'name..x' has a dot too many"},
      {"%name.%", "line 1: 'name.' has a dot too many"},
      {"%1.5%", "line 1: numbers are whole numbers"},
      {"%99999999999999999999%", "line 1: the number 99999999999999999999 is too large"},
      {"%'a'%", "line 1: text stands in double quotes, not single ones"},
      {"%na\u00efve%", "line 1: only ASCII characters may stand outside of quotes"},
      {"%a & b%", "line 1: '&' is not understood here"},
      {"%\"\\x\"%", R"(line 1: in quotes only \" \\ \n and \t may follow a backslash)"},
      {"\n%1 / 0%", "line 2: a division by zero"},
      {"%9223372036854775807 + 1%", "line 1: the number becomes too large"},
      {"%name + 1%", "line 1: a text and a number cannot be added"},
      {"%name * 2%", "line 1: a text and a number cannot be calculated with"},
      {"%name < 2%", "line 1: a text and a number cannot be compared"},
      {"% -name%", "line 1: a text has no negative"},
      {"%1 in 2%", "line 1: a number and a number cannot be combined by 'in'"},
      {"%upper(letters)%", "line 1: upper(): a text is wanted, not a list"},
      {"%sort([1, \"a\"])%", "line 1: sort(): the list must hold only numbers or only texts"},
      {"%int(\"1x\")%", "line 1: int(): '1x' is not a whole number"},
      {"{% for x in name %}{% endfor %}",
       "line 1: 'for' goes through a list or an object, not a text"},
      {"\xff", "the template is not UTF-8 text"},
      {"a\x01", "the template contains control characters"},
  };
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(run(text), "error: " + std::string(expected)) << text;
}

TEST(Template, UnknownNamesAreReportedOnce) {
  auto parsed = Template::parse(
      "%nowhere%%nowhere%\n{% for x in wbas %}%x.adress%{% endfor %}\n%wbas.7.address%\n"
      "%name.x%{% if exists(other) %}%default(other, \"\")%{% endif %}%wbas.x%\n");
  ASSERT_TRUE(parsed);
  auto rendered = parsed->render(data);
  ASSERT_TRUE(rendered);
  EXPECT_EQ(rendered->text, "\n\n\n\n");
  EXPECT_EQ(rendered->warnings,
            (std::vector<std::string>{"line 1: nothing is called 'nowhere'",
                                      "line 2: 'x' has no 'adress'", "line 4: 'name' has no 'x'",
                                      "line 4: 'wbas' has no 'x'"}));
}

TEST(Template, WorkIsBounded) {
  const auto repeat = [](std::string_view what, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += what;
    return out;
  };
  EXPECT_EQ(run(std::string(limits::invitation_template_bytes + 1, 'a')),
            "error: the template is longer than 262144 bytes");
  EXPECT_EQ(run("%" + repeat("(", 65) + "1" + repeat(")", 65) + "%"),
            "error: line 1: the expression is nested too deeply");
  EXPECT_EQ(run("%" + repeat("(", 60) + "1" + repeat(")", 60) + "%"), "1");
  EXPECT_EQ(run("%" + repeat("not ", 65) + "1%"),
            "error: line 1: the expression is nested too deeply");
  EXPECT_EQ(run("%" + repeat("1+", 65) + "1%"),
            "error: line 1: the expression has too many operators");
  EXPECT_EQ(run(repeat("#if yes\n", 65)), "error: line 65: statements are nested too deeply");
  EXPECT_EQ(run("{% for i in range(1000) %}{% for j in range(1000) %}{% endfor %}{% endfor %}"),
            "error: line 1: the template takes too much work");
  EXPECT_EQ(run("{% set x = \"aaaaaaaaaaaaaaaa\" %}{% for i in range(40) %}{% set x = x + x %}"
                "{% endfor %}"),
            "error: line 1: the template takes too much work");
  EXPECT_EQ(run("{% for i in range(4000) %}" + std::string(100, 'a') + "{% endfor %}"),
            "error: line 1: the text becomes longer than 262144 bytes");
}

// Text without marks comes out as it went in.
RC_GTEST_PROP(Template, KeepsPlainText, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab {}\n.-\"\\")));
  RC_ASSERT(run(text) == text);
}

// Any text in quotes, whatever it contains, is printed as itself.
RC_GTEST_PROP(Template, PrintsQuotedText, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("a%#{}\n\"\\ -")));
  std::string quoted;
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n')
      quoted += "\\n";
    else
      quoted += c;
  }
  RC_ASSERT(run("%\"" + quoted + "\"%") == text);
  RC_ASSERT(run("{% if \"" + quoted + "\" == \"" + quoted + "\" %}y{% endif %}") == "y");
}

}  // namespace
}  // namespace curia::invitation
