// What commands named of the files that administrators uploaded, as what components use.
#pragma once

#include "impl/wire/tls/context.hpp"
#include "model/admin/configuration.hpp"
#include "model/env/files.hpp"

namespace curia::server {

// Errors: not_found (with the name of the file), those of Files::read.
Result<std::string> uploaded(Files& files, const std::string& name);

// What a component shows to Web Bridges, with the bundle of its certificate behind it, and which of
// them it believes. Errors: those of uploaded()
// and of tls::mutual_client().
Result<tls::Context> c2w_context(Files& files, const admin::Certificates& certs,
                                 const std::string& trust);

}  // namespace curia::server
