def show(eg, depth=0):
    if isinstance(eg, BaseExceptionGroup):
        print("  " * depth + type(eg).__name__, eg.message)
        for e in eg.exceptions: show(e, depth + 1)
    else:
        print("  " * depth + repr(eg))
try:
    raise ExceptionGroup("g", [ValueError(1), TypeError("t"), ExceptionGroup("in", [ValueError(2), KeyError("k")])])
except* ValueError as eg:
    show(eg)
except* (TypeError, KeyError) as eg:
    show(eg)
else:
    print("no")
finally:
    print("finally")
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), OSError("o")])
    except* ValueError as eg:
        print("handled", eg.exceptions)
except ExceptionGroup as rest:
    show(rest)
try:
    try:
        raise ValueError("plain")
    except* ValueError as eg:
        show(eg)
        raise KeyError("new")
except (ExceptionGroup, KeyError) as eg:
    show(eg)
try:
    raise ValueError(3)
except* TypeError:
    print("no")
except* ValueError:
    print("yes")
try:
    try:
        raise ValueError(3)
    except* TypeError:
        print("no")
except ValueError as e:
    print("through", e)
def ok():
    try:
        x = 1
    except* ValueError:
        x = 2
    else:
        x = 3
    return x
print(ok())
