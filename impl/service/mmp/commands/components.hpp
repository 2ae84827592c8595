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

// The certificates that a `certs <key-file> <crt-file> [<crt-bundle>]` names.
admin::Certificates certificates_of(const CallPtr& call);
// "a:443 b:443" as typed after `listen`.
std::vector<admin::ListenAddress> listen_addresses(const CallPtr& call);
std::string text_of(const std::vector<admin::ListenAddress>& list);

// Starts, stops or restarts the component and prints how that went. `title` begins the lines:
// "SUCCESS: <title> enabled". A component that this version does not have says so.
void start_component(const CallPtr& call, std::string_view name, const std::string& title);
void stop_component(const CallPtr& call, std::string_view name, const std::string& title);
void restart_component(const CallPtr& call, std::string_view name, const std::string& title,
                       bool enabled);
// "STATUS : webadmin running".
void print_state(const CallPtr& call, std::string_view name, bool enabled);

}  // namespace curia::mmp
