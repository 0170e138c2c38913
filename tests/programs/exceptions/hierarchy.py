# the builtin classes: names, bases, sizes, flags
import builtins
names = [n for n in dir(builtins) if isinstance(getattr(builtins, n), type) and issubclass(getattr(builtins, n), BaseException)]
for n in names:
    c = getattr(builtins, n)
    print(n, [b.__name__ for b in c.__mro__[1:-1]], c.__basicsize__, c.__itemsize__, c.__module__)
print(IOError is OSError, EnvironmentError is OSError)
