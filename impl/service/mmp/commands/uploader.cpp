// uploader (platform facts 1.8 and 9).
#include "impl/service/mmp/commands/components.hpp"
#include "model/admin/values.hpp"

namespace curia::mmp {
namespace {

using admin::Configuration;
using admin::UploaderSettings;

template <class Edit>
void set(const CallPtr& call, Edit edit, std::string_view text) {
  call->configure([&](Configuration& c) { edit(c.uploader); }, text);
}

void show(const CallPtr& call) {
  const UploaderSettings& it = call->configuration().uploader;
  print_rows(call,
             {{"Enabled", it.enabled ? "true" : "false"},
              {"NFS", it.nfs_host.empty() ? "none" : it.nfs_host + ":" + it.nfs_directory},
              {"CMS host", shown(it.cms.host)},
              {"CMS port", std::to_string(it.cms.port)},
              {"CMS user", shown(it.cms.user)},
              {"CMS password", it.cms.password.empty() ? "not set" : "set"},
              {"CMS trust", shown(it.cms.trust)},
              {"Rev host", shown(it.rev.host)},
              {"Rev port", std::to_string(it.rev.port)},
              {"Rev user", shown(it.rev.user)},
              {"Rev password", it.rev.password.empty() ? "not set" : "set"},
              {"Rev trust", shown(it.rev.trust)},
              {"View access", it.access},
              {"cospace_member_access", it.member_access},
              {"recording_owned_by_cospace_owner", it.owned_by_cospace_owner ? "true" : "false"},
              {"fallback_owner", shown(it.fallback_owner)},
              {"comments_enabled", it.comments ? "true" : "false"},
              {"ratings_enabled", it.ratings ? "true" : "false"},
              {"downloads_enabled", it.downloads ? "true" : "false"},
              {"active_upon_upload", it.initial_state == "active" ? "true" : "false"},
              {"delete_after_upload", it.delete_after_upload ? "true" : "false"}});
}

void nfs(const CallPtr& call) {
  const std::string& where = call->value(0);
  const std::size_t colon = where.rfind(':');
  if (colon == std::string::npos || !admin::is_host_or_address(where.substr(0, colon)) ||
      colon + 1 == where.size())
    return call->failure("'" + where + "' is not a place such as nfs.example.com:/recordings");
  set(
      call,
      [&](auto& it) {
        it.nfs_host = where.substr(0, colon);
        it.nfs_directory = where.substr(colon + 1);
      },
      "NFS set");
}

admin::UploadServer& server(UploaderSettings& it, const CallPtr& call) {
  return call->value(0) == "cms" ? it.cms : it.rev;
}

void host(const CallPtr& call) {
  set(call, [&](auto& it) { server(it, call).host = call->value(1); }, "host set");
}
void port(const CallPtr& call) {
  set(
      call, [&](auto& it) { server(it, call).port = *admin::parse_port(call->value(1)); },
      "port set");
}
void user(const CallPtr& call) {
  set(call, [&](auto& it) { server(it, call).user = call->value(1); }, "user set");
}
void password(const CallPtr& call) {
  call->ask({"Please enter password: ", true, false}, [call](std::string text) {
    set(call, [&](auto& it) { server(it, call).password = text; }, "password set");
  });
}
void trust(const CallPtr& call) {
  if (call->value(1) != "none" && !check_bundle(call, call->value(1))) return;
  const std::string file = call->value(1) == "none" ? "" : call->value(1);
  set(call, [&](auto& it) { server(it, call).trust = file; }, "trust set");
}
void access(const CallPtr& call) {
  set(call, [&](auto& it) { it.access = call->value(0); }, "access set");
}
void member_access(const CallPtr& call) {
  set(call, [&](auto& it) { it.member_access = call->value(0); }, "member access set");
}
void owned(const CallPtr& call) {
  set(call, [&](auto& it) { it.owned_by_cospace_owner = call->value(0) == "true"; }, "owner set");
}
void fallback(const CallPtr& call) {
  const std::string name = call->value(0) == "none" ? "" : call->value(0);
  set(call, [&](auto& it) { it.fallback_owner = name; }, "fallback owner set");
}
void policy(const CallPtr& call) {
  const bool on = call->value(1) == "enable";
  set(
      call,
      [&](auto& it) {
        (call->value(0) == "comments"  ? it.comments
         : call->value(0) == "ratings" ? it.ratings
                                       : it.downloads) = on;
      },
      call->value(0) + " " + call->value(1) + "d");
}
void initial_state(const CallPtr& call) {
  set(call, [&](auto& it) { it.initial_state = call->value(0); }, "initial state set");
}
void delete_after(const CallPtr& call) {
  set(
      call, [&](auto& it) { it.delete_after_upload = call->value(0) == "true"; },
      "delete after upload set");
}

void enable(const CallPtr& call) {
  const UploaderSettings& it = call->configuration().uploader;
  if (it.nfs_host.empty()) return call->failure("no NFS configured");
  if (it.cms.host.empty() || it.cms.user.empty() || it.cms.password.empty())
    return call->failure("the CMS host, user and password are not all configured");
  if (it.rev.host.empty() || it.rev.user.empty() || it.rev.password.empty())
    return call->failure("the Rev host, user and password are not all configured");
  if (call->configure([](Configuration& c) { c.uploader.enabled = true; }))
    start_component(call, "uploader", "uploader");
}
void disable(const CallPtr& call) {
  if (call->configure([](Configuration& c) { c.uploader.enabled = false; }))
    stop_component(call, "uploader", "uploader");
}

}  // namespace

const Topic uploader_topic = {
    "uploader",
    "Configure the Uploader",
    {{"uploader", everybody, "The configuration.", show},
     {"uploader nfs <hostname:directory>", admins, "Where recordings are.", nfs},
     {"uploader (cms|rev) host <hostname|address>", admins, "The server.", host},
     {"uploader (cms|rev) port <port>", admins, "Its port; 443 when not said.", port},
     {"uploader (cms|rev) user <username>", admins, "Who logs in there.", user},
     {"uploader (cms|rev) password", admins, "Asks for the password.", password},
     {"uploader (cms|rev) trust <bundle|none>", crypto_staff, "Whom it believes.", trust},
     {"uploader access <=Private|Public|AllUsers>", admins, "Who may view.", access},
     {"uploader cospace_member_access <=view|edit|none>", admins, "What members may.",
      member_access},
     {"uploader recording_owned_by_cospace_owner <=true|false>", admins, "Whose they are.", owned},
     {"uploader fallback_owner <username|none>", admins, "Whose else.", fallback},
     {"uploader (comments|ratings|downloads) (enable|disable)", admins, "What viewers may.",
      policy},
     {"uploader initial_state (active|inactive)", admins, "Whether they can be seen at once.",
      initial_state},
     {"uploader delete_after_upload <=true|false>", admins, "Whether the file goes.", delete_after},
     {"uploader enable", admins, "Checks the configuration and starts it.", enable},
     {"uploader disable", admins, "Stops it.", disable}}};

}  // namespace curia::mmp
