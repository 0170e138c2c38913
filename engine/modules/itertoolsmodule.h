// itertools. The types, in the order in which the module makes them ready.
// CPython 3.13: Modules/itertoolsmodule.c
#pragma once
#include "object/type.h"  // TypeObject

namespace py {

extern TypeObject accumulate_type, batched_type, combinations_type, cwr_type, cycle_type,
    dropwhile_type, takewhile_type, islice_type, starmap_type, chain_type, compress_type,
    filterfalse_type, count_type, pairwise_type, ziplongest_type, permutations_type, product_type,
    repeat_type, groupby_type, grouper_type, tee_type, teedataobject_type;

// tee(iterable, n): a tuple of n independent iterators. In itertools_group.cc.
Object* itertools_tee(Object* module, Object* const* args, Ssize nargs);
// What the constructors finish after readying: in itertoolsmodule.cc.
int itertools_prepare_types();

}  // namespace py
