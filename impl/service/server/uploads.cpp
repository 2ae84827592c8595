#include "impl/service/server/uploads.hpp"

#include "impl/wire/tls/mutual.hpp"

namespace curia::server {

Result<std::string> uploaded(Files& files, const std::string& name) {
  auto text = files.read(admin::upload_path(name));
  if (!text) return fail(Errc::not_found, "the file '" + name + "' cannot be read");
  return text;
}

Result<tls::Context> c2w_context(Files& files, const admin::Certificates& certs,
                                 const std::string& trust) {
  auto chain = uploaded(files, certs.certificate);
  if (!chain) return fail(chain.error());
  auto key = uploaded(files, certs.key);
  if (!key) return fail(key.error());
  auto bundle = uploaded(files, trust);
  if (!bundle) return fail(bundle.error());
  if (!certs.bundle.empty()) {
    auto between = uploaded(files, certs.bundle);
    if (!between) return fail(between.error());
    *chain += "\n" + *between;
  }
  return tls::mutual_client({*std::move(chain), *std::move(key)},
                            {.bundle_pem = *std::move(bundle)});
}

}  // namespace curia::server
