"""Complex numbers."""
CASES = r"""
1j,complex(),complex(1),complex(1,2),complex(1.5,-0.0),complex(-0.0,1),-1j,-0j,1-0j
complex('1+2j'),complex(' (1-2j) '),complex('j'),complex('-j'),complex('1e3+.5J'),complex('nan+infj'),complex('1'),complex('(2)')
complex('1_0+2_0j')
complex('x')
complex('1 + 2j')
complex('1+2')
complex('(1+2j')
complex('')
complex('1','2')
complex(1,'2')
complex([])
complex(1,[])
complex(1,2,3)
complex(real=1,imag=2)
complex(1j,2j),complex(1,1j)
(1+2j)*(3-4j),(1+2j)/(3-4j),(1+2j)+1,2-(1+2j),(1+2j)*0.5,2/(1+1j)
(1+2j)**2,(1+2j)**-2,(1+2j)**0,1j**2,(2+0j)**0.5,(1+1j)**(1+1j),2**1j
0j**-1
0j**0
0j**1j
(1e200+0j)**2
1j/0
1j//1
1j%1
1j<2j
1j==1,1+0j==1,(1+0j)==1.0,(2**53+1)==complex(2.0**53,0),1j!=2j,1j=='a'
abs(3+4j),abs(1e308+1e308j),abs(complex('inf')),abs(complex('nan'))
abs(1.7e308+1.7e308j)
hash(1j),hash(1+0j)==hash(1),hash(1.5-2j)
(1+2j).real,(1+2j).imag,(1+2j).conjugate()
repr(complex('nan')),repr(complex(0,float('inf'))),str(1e16+1e-7j),repr(complex(1,-float('nan')))
bool(0j),bool(1j),+(1j),-(1+2j)
pow(1j,2,3)
int(1j)
float(1j)
(1+2j).__getnewargs__()
format(1+2j,''),format(1+2j,'.2f'),format(1+2j,'>20'),format(1.5j,'g'),format(1+2j,'+.1e'),format(1-2j,'^25,.2f')
format(1j,'05')
format(1j,'=5')
format(1j,'d')
format(1j,'%')
(1+2j).__complex__()
isinstance(1j,complex),type(1j)(5)
"""

for source in CASES.strip().splitlines():
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "->", type(error).__name__ + ":", error)
