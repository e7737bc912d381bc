"""Tables in the shapes in which people keep them, and what each must come to.

A case is its name, the file, what the spec says of it beside the label `y`, and either
the columns and labels in it or what must be told. Expected numbers are typed in by hand.
"""

import codecs
from dataclasses import dataclass, field

nan = float("nan")


@dataclass(frozen=True)
class Shape:
    """One file, and what must be read from it or told of it."""

    name: str
    content: bytes
    # Columns by name (label or targets as "y"), or parts of the message.
    expected: dict | list
    keys: dict = field(default_factory=dict)
    notes: tuple = ()


def shape(name, content, expected, *, notes=(), **keys):
    """Make a case; a text is in UTF-8."""
    content = content.encode() if isinstance(content, str) else content
    return Shape(name, content, expected, keys, tuple(notes))


PENGUINS = "嘴长,嘴深,物种\n39.1,18.7,阿德利\n46.1,13.2,巴布亚\n"
PENGUIN_COLUMNS = {
    "嘴长": [39.1, 46.1],
    "嘴深": [18.7, 13.2],
    "y": ["阿德利", "巴布亚"],
}
AB = {"a": [1, 3], "b": [2, 4], "y": ["p", "q"]}
A = {"a": [1, 2], "y": ["p", "q"]}
GERMAN = "Größe;Gewicht;Geschlecht\n171,5;63;weiblich\n180,25;81;männlich\n"
GERMAN_COLUMNS = {"Größe": [171.5, 180.25], "Gewicht": [63, 81], "y": ["weiblich", "männlich"]}  # fmt: skip

ENCODINGS = [
    shape("utf-8", PENGUINS, PENGUIN_COLUMNS, label="物种"),
    shape("utf-8 with its mark", codecs.BOM_UTF8 + PENGUINS.encode(), PENGUIN_COLUMNS, label="物种"),
    shape("utf-16 little", codecs.BOM_UTF16_LE + PENGUINS.encode("utf-16-le"), PENGUIN_COLUMNS,
          label="物种", notes=["UTF-16"]),
    shape("utf-16 big", codecs.BOM_UTF16_BE + PENGUINS.encode("utf-16-be"), PENGUIN_COLUMNS, label="物种"),
    shape("utf-16 little, no mark", PENGUINS.encode("utf-16-le"), PENGUIN_COLUMNS, label="物种"),
    shape("utf-16 big, no mark", PENGUINS.encode("utf-16-be"), PENGUIN_COLUMNS, label="物种"),
    shape("utf-16 of Excel, tabs", PENGUINS.replace(",", "\t").encode("utf-16"), PENGUIN_COLUMNS,
          label="物种", notes=["UTF-16", "tabs"]),
    shape("utf-32", PENGUINS.encode("utf-32"), PENGUIN_COLUMNS, label="物种"),
    shape("gbk", PENGUINS.encode("gbk"), PENGUIN_COLUMNS, label="物种", notes=["gb18030"]),
    shape("gb18030, a character of four bytes", "a,y\n1,\u3400\u4e00大\n2,中国\n".encode("gb18030"),
          {"a": [1, 2], "y": ["\u3400\u4e00大", "中国"]}, encoding="gb18030"),
    shape("big5", "年齡,性別,購買\n62,男,是\n51,女,否\n44,男,否\n".encode("big5"),
          {"年齡": [62, 51, 44], "性別": ["男", "女", "男"], "y": ["是", "否", "否"]},
          label="購買", notes=["big5"]),
    shape("windows-1252, German", GERMAN.encode("cp1252"), GERMAN_COLUMNS, label="Geschlecht",
          notes=["cp1252", "semicolons", "comma"]),
    shape("windows-1252, one umlaut pair", "Größe;y\n1;p\n2;q\n".encode("cp1252"),
          {"Größe": [1, 2], "y": ["p", "q"]}),
    shape("windows-1252, signs", "T °C,price £,y\n1,2,p\n3,4,q\n".encode("cp1252"),
          {"T °C": [1, 3], "price £": [2, 4], "y": ["p", "q"]}),
    shape("latin-1, French", "âge,prénom,y\n1,Zoé,p\n3,Zoé,q\n".encode("latin-1"),
          {"âge": [1, 3], "y": ["p", "q"]}, ignore=["prénom"]),
    shape("windows-1250, Polish", "wzrost,płeć\n1,mężczyzna\n2,kobieta\n".encode("cp1250"),
          {"wzrost": [1, 2], "y": ["mężczyzna", "kobieta"]}, label="płeć"),
    shape("windows-1251, Russian", "возраст,пол\n1,мужской\n2,женский\n".encode("cp1251"),
          {"возраст": [1, 2], "y": ["мужской", "женский"]}, label="пол"),
    shape("shift-jis", "年齢,性別\n1,男性です\n2,女性です\n".encode("shift_jis"),
          {"年齢": [1, 2], "y": ["男性です", "女性です"]}, label="性別"),
    shape("a letter alone is of two encodings", "a,y\n1,\xe9\n2,b\n".encode("latin-1"),
          ["is not UTF-8 text", "cp1252 ('1,é')", "cp1251 ('1,й')", 'encoding = "cp1252"']),
    shape("the encoding said", "a,y\n1,\xe9\n2,b\n".encode("latin-1"),
          {"a": [1, 2], "y": ["é", "b"]}, encoding="latin-1"),
    shape("gbk said", "年,y\n1,p\n2,q\n".encode("gbk"), {"年": [1, 2], "y": ["p", "q"]}, encoding="GBK"),
    shape("utf-8, spoilt", ("年龄,y\n1,北京\n3,上海\n").encode().replace(b"\xb5", b""), ["line 3: is UTF-8 text with some bytes"]),
    shape("Mac Roman", "Größe,y\n1,männlich\n2,größer\n".encode("mac_roman"), {"Größe": [1, 2], "y": ["männlich", "größer"]}),
    shape("a letter alone that is a sign elsewhere", "x;y\n1;ä b\n2;c\n".encode("cp1252"),
          ["cp1252 ('1;ä b')", "say which by encoding"]),
    shape("another said than it is", "年,y\n1,p\n2,q\n".encode("gbk"), ["is not utf-8 text"], encoding="utf-8"),
    shape("an unknown one said", "a,y\n1,p\n", ['unknown encoding "klingon"'], encoding="klingon"),
    shape("utf-16, cut in a letter", b"\xff\xfea\0,\0y", ["begins as UTF-16 text", "byte 6"]),
]  # fmt: skip

SEPARATORS = [
    shape("commas", "a,b,y\n1,2,p\n3,4,q\n", AB),
    shape("semicolons", "a;b;y\n1;2;p\n3;4;q\n", AB, notes=["semicolons"]),
    shape("tabs", "a\tb\ty\n1\t2\tp\n3\t4\tq\n", AB, notes=["tabs"]),
    shape("bars", "a|b|y\n1|2|p\n3|4|q\n", AB, notes=["bars"]),
    shape("aligned by blanks", "   a    b   y\n   1    2.0 p\n   3    4   q  \n", AB, notes=["blanks"]),
    shape("names of rows, as R writes them", '"a" "b" "y"\n"Mazda RX4" 1 2 "p"\n"Fiat 128" 3 4 "q"\n', AB),
    shape("full-width commas", "a，b，y\n1，2，p\n3，4，q\n", AB, notes=["Full-width commas"]),
    shape("a colon, said", "a:b:y\n1:2:p\n3:4:q\n", AB, separator=":"),
    shape("tab, said by its name", "a\tb\ty\n1\t2\tp\n3\t4\tq\n", AB, separator="tab"),
    shape("two characters, said", "a,y\n1,p\n", ["data.separator: expected one character"], separator="::"),
    shape("words with blanks", "a;y\n1;hello world\n2;good bye\n", {"a": [1, 2], "y": ["hello world", "good bye"]}),
    shape("a semicolon in words", "a,y\n1,p; r\n2,q\n", {"a": [1, 2], "y": ["p; r", "q"]}),
    shape("sep=", "sep=;\na;b;y\n1;2;p\n3;4;q\n", AB),
    shape("sep= in utf-16", "sep=,\r\na,b,y\r\n1,2,p\r\n3,4,q\r\n".encode("utf-16"), AB),
    shape("quotes", '"a","b","y"\n"1","2","no, never"\n"3","4","q"\n',
          {"a": [1, 3], "b": [2, 4], "y": ["no, never", "q"]}),
    shape("blanks before quotes", 'a, "b", "y"\n1, "2", "p, r"\n3, "4", "q"\n',
          {"a": [1, 3], "b": [2, 4], "y": ["p, r", "q"]}),
    shape("a line break in quotes", 'a,y\n1,"p\nr"\n2,q\n', {"a": [1, 2], "y": ["p\nr", "q"]}),
    shape("an open quote", 'a,y\n1,"p\n2,q\n', ["is not CSV"]),
    shape("ends of lines of an old Mac", "a,b,y\r1,2,p\r3,4,q\r", AB),
    shape("blank lines", "\n\na,b,y\n\n1,2,p\n  \n3,4,q\n\n", AB),
    shape("commas at the end", "a,b,y,\n1,2,p,\n3,4,q,\n,,,\n", AB),
    shape("two commas at the end", "a,b,y,,\n1,2,p,,\n3,4,q,,\n", AB),
    shape("a short line", "a,b,y\n1,2,p\n3,q\n", ["line 3: expected 3 fields, found 2", "an empty cell"]),
    shape("a long line", "a,b,y\n1,2,p\n3,4,q,r\n", ["line 3: expected 3 fields, found 4", "quotes"]),
    shape("a decimal comma among commas", "a,b,y\n62,5,1,p\n51,5,2,q\n",
          ["line 2: expected 3 fields, found 4", "decimal mark"]),
    shape("a note below", "a,b,y\n1,2,p\n3,4,q\nSource: me\n", ["line 4", "a note below the table"]),
    shape("one column", "a\n1\n2\n", ["expected at least two columns, found 1", "separator"]),
    shape("tabs among blanks", '18.0   8   130.0\t"a b"\n15.0   4   95.5\t"c d"\n',
          {"x1": [18, 15], "x2": [8, 4], "x3": [130, 95.5], "y": ["a b", "c d"]}, header=False, label="x4"),
    shape("sep= after the mark of utf-8", "\ufeffsep=;\r\na;b;y\r\n1;2;p\r\n3;4;q\r\n", AB),
    shape("the end of a file of DOS", "a,b,y\r\n1,2,p\r\n3,4,q\r\n\x1a", AB),
    shape("another separator said", "a;b,c;y\n1;2,3;p\n", ["no column 'y'", "is another separator between"], separator=","),
    shape("a sheet of CSV", "a,y\n1,p\n2,q\n", ["data.sheet: is no workbook"], sheet="One"),
    shape("nothing", "", ["expected a header and at least one example"]),
    shape("a header only", "a,y\n", ["expected a header and at least one example"]),
]  # fmt: skip

NAMES = [
    shape("blanks around names and labels", " a , b,\u3000y \n1, 2 , p\n3,4,q \n", AB),
    shape("a no-break space in a name", "a\u00a0b,y\n1,p\n2,q\n", {"a b": [1, 2], "y": ["p", "q"]}),
    shape("a count without a name", ",a,b,y\n0,1,2,p\n1,3,4,q\n", AB, notes=["no name"]),
    shape("a count with gaps", ",a,b,y\n0,1,2,p\n4,3,4,q\n", AB, notes=["no name"]),
    shape("pandas' name of it", "Unnamed: 0,a,b,y\n0,1,2,p\n1,3,4,q\n", AB),
    shape("a column without a name", "a,,y\n1,2,p\n3,4,q\n", ["a column has no name, number 2", "ignore"]),
    shape("a column without a name, ignored", "a,,y\n1,2,p\n2,4,q\n", A, ignore=[""]),
    shape("ignore of no name where there is none left", ",a,y\n0,1,p\n1,2,q\n", A, ignore=[""]),
    shape("two of a name", "a,a,y\n1,2,p\n3,4,q\n", ["two columns are named 'a'"]),
    shape("two of a name but for blanks", "a, a,y\n1,2,p\n3,4,q\n", ["two columns are named 'a'"]),
    shape("no header", "1,2,p\n3,4,q\n", {"x1": [1, 3], "x2": [2, 4], "y": ["p", "q"]}, header=False, label="x3"),
    shape("no header, not said", "62,60323,no\n51,22831,yes\n", ["no column 'buys'", "header = false"], label="buys"),
    shape("numbers in the first line", "1,2,0\n3,4,1\n", ["line 1", "header = false", "header = true"]),
    shape("numbers are names", "2019,2020\n3,0\n4,1\n", {"2019": [3, 4], "y": [0, 1]}, header=True, label="2020"),
    shape("a title above", "Sales in 2024\n\na,b,y\n1,2,p\n3,4,q\n", AB, notes=["begins in line 3"]),
    shape("a title with commas", "Sales in 2024,,\na,b,y\n1,2,p\n3,4,q\n", AB),
    shape("a title with a comma in it", "Sales, all of 2024\na,b,y\n1,2,p\n3,4,q\n", AB),
    shape("a split that is the label", "a,y\n1,train\n2,test\n", ["data.split: 'y'"], split="y"),
    shape("a line break in a name", 'a,"the\nlabel"\n1,p\n2,q\n', A, label="the label"),
    shape("remarks", "# made on Monday, at 3\n# by me\na,b,y\n1,2,p\n# more\n3,4,q\n", AB, notes=["#"]),
    shape("another name", "a,b,z\n1,2,p\n", ["no column 'y'; known: a, b, z"]),
    shape("a misspelt name", "age,buys\n1,p\n", ["no column 'byus'", 'did you mean "buys"'], label="byus"),
]  # fmt: skip

NUMBERS = [
    shape("decimal comma", "a;y\n62,5;p\n0,25;q\n", {"a": [62.5, 0.25], "y": ["p", "q"]}, notes=["comma"]),
    shape("thousands in quotes", 'a,y\n"60,323",p\n"1,022,831",q\n', {"a": [60323, 1022831], "y": ["p", "q"]},
          notes=["60,323 is 60323"]),
    shape("thousands and decimals", 'a,y\n"60,323.50",p\n7.25,q\n', {"a": [60323.5, 7.25], "y": ["p", "q"]}),
    shape("points between thousands", "a;b;y\n60.323;1,5;p\n1.022.831;2;q\n",
          {"a": [60323, 1022831], "b": [1.5, 2], "y": ["p", "q"]}),
    shape("no-break spaces between thousands", "a;y\n60\u00a0323;p\n1\u202f022\u2009831;q\n",
          {"a": [60323, 1022831], "y": ["p", "q"]}),
    shape("apostrophes between thousands", "a;y\n60'323.5;p\n1’022;q\n", {"a": [60323.5, 1022], "y": ["p", "q"]}),
    shape("groups as in India", 'a,y\n"12,34,567",p\n5,q\n', {"a": [1234567, 5], "y": ["p", "q"]}),
    shape("a comma that may be either", "a;y\n1,234;p\n5,678;q\n", ["line 2, column 'a'", "1234 or 1.234", 'decimal = "."']),
    shape("a point that may be either", "a\ty\n60.323\tp\n20.100\tq\n", ["60.323 or 60323", "decimal"]),
    shape("either, said a comma", "a;y\n1,234;p\n5,678;q\n", {"a": [1.234, 5.678], "y": ["p", "q"]}, decimal=","),
    shape("either, said a point", "a;y\n1,234;p\n5,678;q\n", {"a": [1234, 5678], "y": ["p", "q"]}, decimal="."),
    shape("told by another column", "a;b;y\n1,234;0,5;p\n5,678;1,5;q\n",
          {"a": [1.234, 5.678], "b": [0.5, 1.5], "y": ["p", "q"]}),
    shape("told by a zero", "a;y\n1,234;p\n0,678;q\n", {"a": [1.234, 0.678], "y": ["p", "q"]}),
    shape("not told by an ignored column", "a;b;y\n1,234;0,5;p\n5,678;1,5;q\n", ["may be"], ignore=["b"]),
    shape("three decimals among commas", "a,y\n1.234,p\n5.678,q\n", {"a": [1.234, 5.678], "y": ["p", "q"]}),
    shape("both marks", "a;b;y\n1,5;2.5;p\n2,5;3.5;q\n", ["'2.5' (line 2, column 'b')", "'1,5'", "decimal"]),
    shape("points between thousands only", "a;y\n1.000.000;p\n500.000;q\n", {"a": [1000000, 500000], "y": ["p", "q"]}),
    shape("a point where the mark is a comma", "a,b,y\n1.5,2,p\n1.5,3,q\n", ["'1.5'", 'by decimal = "."'], decimal=","),
    shape("commas in quotes are decimal", 'a,y\n"62,5",p\n"51,5",q\n', {"a": [62.5, 51.5], "y": ["p", "q"]}),
    shape("kroner and dollars after", "a,b,y\n5 kr,5 USD,p\n6 kr,6 USD,q\n", {"a": [5, 6], "b": [5, 6], "y": ["p", "q"]}),
    shape("months in words", "d,a,y\n5-Jan-24,1,p\n6-Feb-24,2,q\n", ["a date"]),
    shape("years of China", "d,y\n2024年,p\n2023年,q\n", ["leave the unit '年' out"]),
    shape("minus percent", "a,y\n(5%),p\n-3%,q\n", {"a": [-0.05, -0.03], "y": ["p", "q"]}),
    shape("a share of thousands", 'a,y\n"1,234%",p\n5%,q\n', {"a": [12.34, 0.05], "y": ["p", "q"]}),
    shape("percent", "a,y\n62%,p\n5.5 %,q\n", {"a": [0.62, 0.055], "y": ["p", "q"]}, notes=["62% is 0.62"]),
    shape("percent, full-width", "a,y\n６２％,p\n5％,q\n", {"a": [0.62, 0.05], "y": ["p", "q"]}),
    shape("percent here and there", "a,y\n62%,p\n55,q\n", ["line 3, column 'a'", "alike"]),
    shape("currencies", 'a,b,c,d,y\n"¥60,323",$5.50,100元,CNY 7,p\n￥20,-$3,20 元,$0,q\n',
          {"a": [60323, 20], "b": [5.5, -3], "c": [100, 20], "d": [7, 0], "y": ["p", "q"]}),
    shape("a currency after", "a;y\n5,50 €;p\n1.234,00 €;q\n", {"a": [5.5, 1234], "y": ["p", "q"]}),
    shape("pounds", "a,y\n£5.50,p\n£6,q\n", {"a": [5.5, 6], "y": ["p", "q"]}),
    shape("two currencies", "a,y\n$5,p\n€6,q\n", ["line 3, column 'a'", "a number in €"]),
    shape("brackets of accountants", 'a,y\n"(1,234)",p\n(5),q\n7,q\n', {"a": [-1234, -5, 7], "y": ["p", "q", "q"]}),
    shape("a minus behind", "a,y\n5-,p\n3,q\n", {"a": [-5, 3], "y": ["p", "q"]}),
    shape("prices of whole francs", "a;y\n5.-;p\n12.–;q\n", {"a": [5, 12], "y": ["p", "q"]}),
    shape("versions", "a,y\n1.2.3,p\n1.2.3,q\n", ["expected a finite number, found '1.2.3'"]),
    shape("full-width digits", "a,y\n６２．５,p\n－３,q\n", {"a": [62.5, -3], "y": ["p", "q"]}),
    shape("a real minus", "a,y\n−5,p\n3,q\n", {"a": [-5, 3], "y": ["p", "q"]}),
    shape("powers of ten", "a;y\n1,5e3;p\n2,5E-1;q\n", {"a": [1500, 0.25], "y": ["p", "q"]}),
    shape("numbers of programs", "a,y\n+.5,p\n3.,q\n-2E1,q\n", {"a": [0.5, 3, -20], "y": ["p", "q", "q"]}),
    shape("TRUE", "a,y\nTRUE,p\nFALSE,q\n", {"a": [1, 0], "y": ["p", "q"]}, notes=["'TRUE' is 1"]),
    shape("True of Python", "a,y\nFalse,p\nTrue,q\n", {"a": [0, 1], "y": ["p", "q"]}),
    shape("WAHR", "a;y\nWAHR;p\nFALSCH;q\n", {"a": [1, 0], "y": ["p", "q"]}),
    shape("是", "a,y\n是,p\n否,q\n", {"a": [1, 0], "y": ["p", "q"]}),
    shape("yes as a feature", "a,y\nyes,p\nno,q\n", {"a": [1, 0], "y": ["p", "q"]}),
    shape("labels keep their words", "a,y\n1,TRUE\n2,FALSE\n", {"a": [1, 2], "y": ["TRUE", "FALSE"]}),
    shape("beyond all numbers", "a,y\n1e400,p\n2,q\n", ["line 2, column 'a'", "finite number", "'1e400'"]),
    shape("infinity", "a,y\ninf,p\n2,q\n", ["expected a finite number, found 'inf'"]),
    shape("underscores", "a,y\n1_000,p\n2,q\n", ["expected a finite number, found '1_000'"]),
    shape("a slip", "a,y\n1,p\n4O,q\n", ["line 3, column 'a'", "found '4O'", "correct it"]),
    shape("units", "a,y\n62 kg,p\n51 kg,q\n", ["found '62 kg'", "leave the unit 'kg' out"]),
    shape("ten thousands", "a,y\n6.2万,p\n1万,q\n", ["leave the unit '万' out"]),
    shape("dates", "d,a,y\n2024-01-01,1,p\n2024-01-02,2,q\n", ["'2024-01-01', a date", "ignore", "number"]),
    shape("dates of Germany", "d;a;y\n01.02.2024;1;p\n02.02.2024;2;q\n", ["'01.02.2024', a date"]),
    shape("dates of China", "d,a,y\n2024年1月1日,1,p\n2024年1月2日,2,q\n", ["a date"]),
    shape("times", "d,a,y\n12:30,1,p\n13:45:10,2,q\n", ["a date or time"]),
    shape("dates, ignored", "d,a,y\n2024-01-01,1,p\n2024-01-02,2,q\n", A, ignore=["d"]),
]  # fmt: skip

MISSING = "a,b,y\n?,-,p\nN/A,2,q\n3,缺失,q\n4,#N/A,p\n5,1,p\n6,NaN,q\n7,8,q\n"
KINDS = [
    shape("words", "sex,a,y\nmale,1,p\nfemale,2,q\nmale,3,q\n",
          {"sex": ["male", "female", "male"], "a": [1, 2, 3], "y": ["p", "q", "q"]}, notes=["is a category"]),
    shape("ranges are words", "r,y\n18-25,p\n26-35,q\n18-25,q\n", {"r": ["18-25", "26-35", "18-25"], "y": ["p", "q", "q"]}),
    shape("numbers said to be words", "c,y\n1,p\n2,q\n1,q\n", {"c": ["1", "2", "1"], "y": ["p", "q", "q"]}, categories=["c"]),
    shape("names", "n,a,y\nAnn,1,p\nBob,2,q\nCy,3,q\n", ["'Ann'", "a different one in each row", "ignore"]),
    shape("names said to be words", "n,y\nAnn,p\nBob,q\nCy,q\n", {"n": ["Ann", "Bob", "Cy"], "y": ["p", "q", "q"]}, categories=["n"]),
    shape("300 words", "c,y\n" + "".join(f"w{i // 2},{'pq'[i % 2]}\n" for i in range(600)), ["300 different words", "at most 30"]),
    shape("101 words said", "c,y\n" + "".join(f"w{i // 2},{'pq'[i % 2]}\n" for i in range(202)), ["101 different words", "at most 100"],
          categories=["c"]),
    shape("words that differ in case", "c,y\nCat,p\ncat,q\ndog,q\ndog,p\n", ["words of 'c' 'Cat' and 'cat'"]),
    shape("a category that is the label", "a,y\n1,p\n2,q\n", ["data.categories: 'y' is no feature"], categories=["y"]),
    shape("missing, refused", MISSING, ["6 cells have no value: 2 in 'a' (first in line 2), 4 in 'b' (first in line 2)",
          'missing = "drop" (leaves out 5 of 7 examples)', '"mean"', "ignore"]),
    shape("missing, dropped", MISSING, {"a": [5, 7], "b": [1, 8], "y": ["p", "q"]}, missing="drop", notes=["5 of 7 examples"]),
    shape("missing, by the mean", MISSING,
          {"a": [nan, nan, 3, 4, 5, 6, 7], "b": [nan, 2, nan, nan, 1, nan, 8], "y": [*"pqqppqq"]}, missing="mean", notes=["6"]),
    shape("missing words", "c,y\nm,p\n,q\nm,q\nf,p\n", {"c": ["m", "", "m", "f"], "y": [*"pqqp"]}, missing="mean"),
    shape("None among numbers", "a,y\nNone,p\n2,q\n", ["1 cell has no value"]),
    shape("None among words", "c,y\nnone,p\nbrick,q\nnone,q\n", {"c": ["none", "brick", "none"], "y": [*"pqq"]}),
    shape("an empty column", "a,b,y\n1,,p\n2,NA,q\n", ["column 'b' is empty", "ignore"]),
    shape("no label", "a,y\n1,p\n2,\n3,q\n", ["line 3: the label is empty", 'missing = "drop"']),
    shape("a missing label", "a,y\n1,p\n2,?\n3,q\n", ["line 3: the label is missing ('?')", "drop"]),
    shape("plus and minus as labels", "a,y\n1,+\n2,-\n", {"a": [1, 2], "y": ["+", "-"]}),
    shape("no label, by the mean", "a,y\n1,p\n2,\n3,q\n", {"a": [1, 3], "y": ["p", "q"]}, missing="mean"),
    shape("no label, dropped", "a,y\n1,p\n2,\n3,q\n", {"a": [1, 3], "y": ["p", "q"]}, missing="drop"),
    shape("no number as label, dropped", "a,y\n1,0\n2,\n3,1\n", {"a": [1, 3], "y": [0, 1]}, missing="drop"),
    shape("everything missing somewhere", "a,b,y\n1,,p\n,2,q\n", ["every example has a missing value"], missing="drop"),
]  # fmt: skip

ANSWERS = [
    shape("labels with blanks", "a,y\n1, cat\n2,cat\n3,dog\n", {"a": [1, 2, 3], "y": ["cat", "cat", "dog"]}, notes=["one word"]),
    shape("labels in two forms of letters", "a,y\n1,caf\u00e9\n2,cafe\u0301\n3,caf\u00e9\n4,x\n",
          {"a": [1, 2, 3, 4], "y": ["caf\u00e9"] * 3 + ["x"]}, notes=["one word"]),
    shape("labels with full-width letters", "a,y\n1,Ａ\n2,A\n3,A\n4,x\n", {"a": [1, 2, 3, 4], "y": ["A", "A", "A", "x"]}),
    shape("labels with other blanks", "a,y\n1,New York\n2,New\u00a0York\n3,New  York\n4,New York\n5,x\n",
          {"a": [1, 2, 3, 4, 5], "y": ["New York"] * 4 + ["x"]}, notes=["one word"]),
    shape("labels that differ in case", "a,y\n1,Cat\n2,cat\n", ["'Cat' and 'cat' apart"]),
    shape("labels of numbers", "a,y\n1,-1\n2,1\n3,1.0\n", {"a": [1, 2, 3], "y": [-1, 1, 1]}),
    shape("one class", "a,y\n1,p\n2,p\n", ["expected at least two classes, found only 'p'"]),
    shape("measurements as labels", "a,y\n" + "".join(f"{i},{i * i}\n" for i in range(6)),
          ["found 6 different numbers", 'target = ["y"]']),
    shape("each number a class of its own", "a,y\n" + "".join(f"{i},{i}\n" for i in range(10)),
          {"a": list(range(10)), "y": list(range(10))}),
    shape("yes as a target", "a,y\n1,yes\n2,no\n3,no\n4,yes\n", ["found 'yes'", 'label = "y"'], label=None, target=["y"]),
    shape("targets", "a,y1,y2\n1,2,3\n4,5,6\n", {"a": [1, 4], "y": [[2, 3], [5, 6]]}, label=None, target=["y1", "y2"]),
    shape("a missing target", "a,y\n1,2\n4,\n", {"a": [1], "y": [[2]]}, label=None, target=["y"], missing="mean"),
]  # fmt: skip

OTHER_FILES = [
    shape("a PDF", b"%PDF-1.7 ...", ["is a PDF", "expected CSV, or a workbook"]),
    shape("JSON", '[{"a": 1, "y": "p"}]', ["is JSON"]),
    shape("JSON, an object", '\n{"a": [1], "y": ["p"]}', ["is JSON"]),
    shape("a web page", b"<!DOCTYPE html><html><table><tr><td>1", ["is a web page (HTML)"]),
    shape("XML", b"<?xml version='1.0'?><Workbook/>", ["is XML"]),
    shape("a picture", b"\x89PNG\r\n\x1a\n\0\0\0", ["is a picture"]),
    shape("gzip", b"\x1f\x8b\x08\0\0\0", ["is an archive"]),
    shape("rich text", rb"{\rtf1\ansi", ["is a text document (.rtf)"]),
    shape("ARFF", "@RELATION iris\n@DATA\n1,2\n", ["is an ARFF file"]),
    shape("lines of JSON", '{"a": 1}\n{"a": 2}\n', ["is JSON"]),
    shape("bytes", bytes(range(256)), ["is no text"]),
    shape("half an archive", b"PK\3\4junk", ["is no workbook that can be read"]),
    shape("an empty old file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ["is no workbook"]),
    shape("a password", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), ["password"]),
    shape("an old Word document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), ["Word"]),
]  # fmt: skip

SHAPES = [
    *ENCODINGS,
    *SEPARATORS,
    *NAMES,
    *NUMBERS,
    *KINDS,
    *ANSWERS,
    *OTHER_FILES,
]
