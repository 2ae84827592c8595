// What the start page of Web Admin shows of a server and of who looks at it.
#pragma once

#include "impl/service/webadmin/page.hpp"
#include "impl/service/webadmin/web_sessions.hpp"

namespace curia::webadmin {

StartPage overview(mmp::Mmp& mmp, const WebSession& session);

}  // namespace curia::webadmin
