# notes: where they live and how they are kept
e = ValueError('v')
print(hasattr(e, '__notes__'))
e.add_note('one')
e.add_note('two\nlines')
print(e.__notes__, e.__dict__)
e.__notes__ = 5
try:
    e.add_note('x')
except TypeError as err:
    print(err)
class Weird(Exception):
    @property
    def __notes__(self):
        return ['p']
w = Weird()
w.add_note('kept in the temporary list')
print(w.__notes__)
eg = ExceptionGroup('g', [ValueError(1), TypeError(2)])
eg.add_note('of the group')
m, r = eg.split(ValueError)
print(m.__notes__, r.__notes__, m.__notes__ is r.__notes__)
