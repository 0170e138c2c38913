# which class an errno makes, and how the fields are shown
import errno
for number in (1, 2, 3, 4, 10, 11, 13, 17, 20, 21, 32, 103, 104, 108, 110, 111, 114, 115, 5, 28, 999):
    print(number, type(OSError(number, 'text')).__name__)
for args in ((), (1,), (2, 'gone'), (2, 'gone', 'file'), (2, 'gone', 'file', None, 'other'), (2, 'gone', None), (2, 'g', 'f', 3), (1, 2, 3, 4, 5, 6)):
    e = OSError(*args)
    print(type(e).__name__, e.args, e.errno, e.strerror, e.filename, e.filename2, '|', e)
e = BlockingIOError(11, 'would', 5)
print(e, e.characters_written, e.filename)
e.characters_written = 7
print(e.characters_written)
del e.characters_written
try:
    e.characters_written
except AttributeError as err:
    print(err)
class Init(OSError):
    def __init__(self, *args):
        super().__init__(2, 'from init')
class New(OSError):
    def __new__(cls, *args):
        return super().__new__(cls, 13, 'from new')
class Plain(OSError): pass
for cls in (Init, New, Plain):
    e = cls(5, 'five')
    print(type(e).__name__, e.args, e.errno, e, isinstance(e, FileNotFoundError))
print(FileNotFoundError(2, 'x').__reduce__(), OSError(2, 'x', 'f').__reduce__(), OSError(1).__reduce__())
print(errno.errorcode[errno.ENOENT], errno.EEXIST, errno.EAGAIN == errno.EWOULDBLOCK)
try:
    OSError(x=1)
except TypeError as err:
    print(err)
