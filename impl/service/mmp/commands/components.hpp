// What the commands of all components have in common.
#pragma once

#include <string>
#include <string_view>

#include "impl/service/mmp/commands/topics.hpp"

namespace curia::mmp {

// Whether the uploaded key and certificate can be read and belong together; prints
// "SUCCESS: <label>Key and certificate pair match" or why not. False after a FAILURE.
bool check_pair(const CallPtr& call, const admin::Certificates& certs, std::string_view label = {});
// Whether the file was uploaded; prints a FAILURE when it was not.
bool check_file(const CallPtr& call, const std::string& name);
// Whether it was uploaded and is a bundle of certificates; prints a FAILURE when not.
bool check_bundle(const CallPtr& call, const std::string& name);
// Says that what was set counts for nothing yet.
void warn_unread(const CallPtr& call);

// The certificates that a `certs <key-file> <crt-file> [<crt-bundle>]` names.
admin::Certificates certificates_of(const CallPtr& call);
// "a:443 b:443" as typed after `listen`.
std::vector<admin::ListenAddress> listen_addresses(const CallPtr& call);
// "192.0.2.5", at which components listen on this interface; "none".
std::string address_text(const CallPtr& call, const std::string& interface);
std::string text_of(const std::vector<admin::ListenAddress>& list);

// Starts, stops or restarts the component and prints how that went. `title` begins the lines:
// "SUCCESS: <title> enabled". One that this version does not have, or that a stopped server does
// not have now, is told so. What runs goes on when it could not start again.
void start_component(const CallPtr& call, std::string_view name, const std::string& title);
void stop_component(const CallPtr& call, std::string_view name, const std::string& title);
void restart_component(const CallPtr& call, std::string_view name, const std::string& title,
                       bool enabled);
// "STATUS : webadmin running".
void print_state(const CallPtr& call, std::string_view name, bool enabled);

}  // namespace curia::mmp
