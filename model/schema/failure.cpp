#include "model/schema/failure.hpp"

namespace curia {

Failure parameter_error(std::string_view parameter, std::string_view error) {
  return Failure{.status = 400,
                 .reason = "parameterError",
                 .parameter = std::string(parameter),
                 .error = std::string(error)};
}

Failure parameter_error(const Error& error) {
  return parameter_error(error.parameter,
                         error.code == Errc::value_too_long ? "valueTooLong" : "invalidValue");
}

}  // namespace curia
