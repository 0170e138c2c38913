// NFKC for identifiers (PEP 3131). CPython 3.13: Modules/unicodedata.c (nfc_nfkc)
//
// Covers what identifiers are likely to hold: compatibility letters outside the Han, Hangul and Arabic
// blocks, and a letter followed by combining marks.
#pragma once
#include <string>
#include <string_view>

namespace py::lang {

// Writes the identifier's normal form to *out. True when it differs from name.
bool normalize_identifier(std::string_view name, std::string* out);

}  // namespace py::lang
