# list[int] and its friends.
a = list[int]
b = dict[str, list[int]]
print(a, b, tuple[()], tuple[int, ...], type[int], set[None])
print(a.__origin__, a.__args__, b.__args__, a.__parameters__)
print(a() == [], a([1, 2]), b(x=1))
print(a == list[int], a == list[str], hash(a) == hash(list[int]), a != list[int])
print(a.append, a.__name__, a.__doc__ == list.__doc__)
print(type(a), type(a).__name__, isinstance(a, type))


class C(list[int]): pass


print(C.__mro__, C.__orig_bases__)


class G:
    def __class_getitem__(cls, item): return f"{cls.__name__}[{item}]"


print(G[1], G[int, str])


def attempt(f):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, "-", e)


attempt(lambda: a[int])
attempt(lambda: isinstance([], a))
attempt(lambda: issubclass(list, a))
attempt(lambda: int[str])
attempt(lambda: a.nothing)
attempt(lambda: type(a)(list))
print(next(iter(tuple[int, str])), [*tuple[int]])
print(a | None, a.__reduce__())
t = type(a)(dict, (int, str))
print(t, t.copy)
