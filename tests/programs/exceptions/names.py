# ImportError, NameError, AttributeError, UnboundLocalError: their fields
e = ImportError('m', name='n', path='p', name_from='f')
print(e, e.msg, e.name, e.path, e.name_from, e.args, repr(e))
e = ImportError('a', 'b')
print(e, e.msg, e.name, e.args)
e = ModuleNotFoundError('x', name='y')
print(repr(e), e.name, isinstance(e, ImportError))
for bad in (lambda: ImportError(foo=1), lambda: NameError(foo=1), lambda: AttributeError(foo=1), lambda: ImportError('x', path=1, z=2)):
    try:
        print(repr(bad()))
    except TypeError as err:
        print(err)
e = NameError('m', name='n'); print(e, e.name, NameError('m').name)
e = AttributeError('m', name='n', obj=5); print(e, e.name, e.obj, AttributeError().obj)
def f():
    print(local)
    local = 1
for bad in (f, lambda: undefined_name, lambda: (5).nope, lambda: [].append.nope, lambda: setattr(5, 'x', 1), lambda: int.nope):
    try:
        bad()
    except (NameError, AttributeError) as err:
        print(type(err).__name__, err, '|', err.name, '|', getattr(err, 'obj', 'none'))
class C:
    __slots__ = ('a',)
for bad in (lambda: C().a, lambda: C().b, lambda: setattr(C(), 'b', 1), lambda: delattr(C(), 'a')):
    try:
        bad()
    except AttributeError as err:
        print(err, err.name, type(err.obj).__name__)
