#include "model/invitation/builtin.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/text.hpp"

namespace curia::invitation {
namespace {

// What is said in one language. The colon belongs to the phrase: languages differ in it.
struct Phrases {
  std::string_view language;
  std::string_view subject;
  std::string_view meeting_id;
  std::string_view join_web;
  std::string_view join_video;
  std::string_view dial;
  std::string_view join_phone;
  std::string_view passcode;
};

// In alphabetical order of the tags, of which each language has one.
constexpr Phrases all_phrases[] = {
    {"da_DK", "Mødeinvitation", "Møde-id: ", "Deltag fra en computer, mobiltelefon eller tablet:",
     "Deltag fra et videokonferencesystem:", "Ring til ", "Deltag via telefon:", "Adgangskode: "},
    {"de_DE", "Einladung zur Besprechung",
     "Besprechungs-ID: ", "Teilnahme mit Computer, Mobiltelefon oder Tablet:",
     "Teilnahme mit einem Videokonferenzsystem:", "Wählen Sie ",
     "Teilnahme per Telefon:", "Kenncode: "},
    {"en_US", "Meeting invitation", "Meeting ID: ", "Join from a computer, mobile phone or tablet:",
     "Join from a video conferencing system:", "Dial ", "Join by phone:", "Passcode: "},
    {"es_ES", "Invitación a la reunión",
     "ID de la reunión: ", "Únase desde un ordenador, un teléfono móvil o una tableta:",
     "Únase desde un sistema de videoconferencia:", "Marque ",
     "Únase por teléfono:", "Código de acceso: "},
    {"fi_FI", "Kokouskutsu",
     "Kokouksen tunnus: ", "Liity tietokoneella, matkapuhelimella tai tabletilla:",
     "Liity videoneuvottelujärjestelmällä:", "Soita osoitteeseen ",
     "Liity puhelimella:", "Pääsykoodi: "},
    {"fr_FR", "Invitation à la réunion", "ID de la réunion : ",
     "Participer depuis un ordinateur, un téléphone mobile ou une tablette :",
     "Participer depuis un système de visioconférence :", "Composez ",
     "Participer par téléphone :", "Code d’accès : "},
    {"it_IT", "Invito alla riunione",
     "ID riunione: ", "Partecipa da computer, telefono cellulare o tablet:",
     "Partecipa da un sistema di videoconferenza:", "Componi ",
     "Partecipa per telefono:", "Codice di accesso: "},
    {"ja_JP", "会議への招待", "会議 ID: ", "パソコン、携帯電話、タブレットから参加する場合:",
     "ビデオ会議システムから参加する場合:", "ダイヤル先: ", "電話で参加する場合:", "パスコード: "},
    {"nb_NO", "Møteinvitasjon",
     "Møte-ID: ", "Delta fra en datamaskin, mobiltelefon eller et nettbrett:",
     "Delta fra et videokonferansesystem:", "Ring ", "Delta via telefon:", "Tilgangskode: "},
    {"nl_NL", "Uitnodiging voor vergadering",
     "Vergaderings-ID: ", "Deelnemen met een computer, mobiele telefoon of tablet:",
     "Deelnemen met een videovergadersysteem:", "Bel ",
     "Deelnemen per telefoon:", "Toegangscode: "},
    {"pt_BR", "Convite para a reunião",
     "ID da reunião: ", "Participe por computador, celular ou tablet:",
     "Participe por um sistema de videoconferência:", "Disque ",
     "Participe por telefone:", "Código de acesso: "},
    {"sv_SE", "Mötesinbjudan", "Mötes-ID: ", "Anslut från en dator, mobiltelefon eller surfplatta:",
     "Anslut från ett videokonferenssystem:", "Ring ", "Anslut via telefon:", "Åtkomstkod: "},
    {"zh_CN", "会议邀请", "会议 ID：", "使用计算机、手机或平板电脑加入：", "使用视频会议系统加入：",
     "拨打 ", "通过电话加入：", "密码："},
};

const Phrases* phrases_of(std::string_view language) {
  const auto found = std::ranges::find(all_phrases, language, &Phrases::language);
  return found == std::end(all_phrases) ? nullptr : &*found;
}

// Replaces "<name>" by the phrase of that name in the one shape that all texts have.
std::string filled(std::string_view shape, const Phrases& phrases) {
  const std::pair<std::string_view, std::string_view> marks[] = {
      {"<subject>", phrases.subject},   {"<meeting_id>", phrases.meeting_id},
      {"<join_web>", phrases.join_web}, {"<join_video>", phrases.join_video},
      {"<dial>", phrases.dial},         {"<join_phone>", phrases.join_phone},
      {"<passcode>", phrases.passcode}};
  std::string out(shape);
  for (const auto& [mark, phrase] : marks)
    for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at))
      out.replace(at, mark.size(), phrase), at += phrase.size();
  return out;
}

// The order of the blocks is the one administrators know (platform facts, section 6).
constexpr std::string_view shape = R"(Subject: <subject>{% if name %}: %name%{% endif %}
#if numeric_id
<meeting_id>%numeric_id%
#endif
#if hyperlink

<join_web>
#for wba in web_bridge_addresses
{% if wba.label %}%wba.label%: {% endif %}%wba.hyperlink%
#endfor
#endif
#if uri

<join_video>
<dial>sip:%uri%
#endif
#if ivr_numbers and numeric_id

<join_phone>
#for ivr in ivr_numbers
{% if ivr.label %}%ivr.label%: {% endif %}%ivr.number%
#endfor
#endif
#if passcode

<passcode>%passcode%
#endif
)";

}  // namespace

std::string_view builtin_language(std::string_view tag) {
  for (const Phrases& phrases : all_phrases)
    if (equal_ignoring_ascii_case(phrases.language, tag)) return phrases.language;
  const std::string_view language = tag.substr(0, tag.find('_'));
  for (const Phrases& phrases : all_phrases)
    if (equal_ignoring_ascii_case(phrases.language.substr(0, 2), language)) return phrases.language;
  return "en_US";
}

std::string builtin_template(std::string_view language) {
  const Phrases* phrases = phrases_of(language);
  check(phrases != nullptr, "no built-in invitation text in this language");
  return filled(shape, *phrases);
}

std::vector<std::string_view> builtin_languages() {
  std::vector<std::string_view> tags;
  for (const Phrases& phrases : all_phrases) tags.push_back(phrases.language);
  return tags;
}

}  // namespace curia::invitation
