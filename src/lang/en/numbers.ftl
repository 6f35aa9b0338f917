# Analysis of a closed round: severe and generous judges, how sure the order is.
numbers-title = Analysis of { $round }
numbers-open = Analysis
numbers-open-for = Analysis of { $round }
numbers-intro = These figures are advice and do not replace the official score. Works stand here under their blind codes.
numbers-not-closed = A round can be analysed once it is closed.
numbers-none = No sheet of this round counts yet.
numbers-spread = Works differ by about { $entry } points, judges by about { $judge } points, and beyond that each sheet varies by about { $rest } points.
numbers-severe = { $name } marks more severely than the others, by about { $by } points (from { $low } to { $high }).
numbers-generous = { $name } marks more generously than the others, by about { $by } points (from { $low } to { $high }).
numbers-nobody-apart = No judge appears to be clearly more severe or generous than the others.
numbers-poorly-known = Too few sheets to be sure about: { $names }.
numbers-alpha-good = The judges agree well (α = { $alpha }, from { $low } to { $high }).
numbers-alpha-fair = The judges agree acceptably (α = { $alpha }, from { $low } to { $high }).
numbers-alpha-poor = The judges agree little (α = { $alpha }, from { $low } to { $high }); look again at the criteria and discuss works that are close.
numbers-icc = The panel's mean stands for a work at { $panel }; one judge's mark at { $single } (1 is fully).
numbers-first-same = Allowing for severe and generous judges, the first work is still { $code }.
numbers-first-other = Allowing for severe and generous judges, the first work is { $adjusted }; by the mean it is { $mean }.
numbers-close = The intervals of { $n } other works overlap that of the first, so their order is not sure.
numbers-islands = The judges fall into groups that marked no work in common and cannot be compared: { $groups }.
numbers-few-entries = There are only { $n } works, too few to compare (at least 5).
numbers-few-judges = There are only { $n } judges, too few to compare (at least 3).
numbers-many-judges = There are { $n } judges, too many to compare (at most 500).
numbers-all-equal = All marks are the same, so there is nothing to compare.
numbers-no-chance = Nothing is left to tell chance from difference.
numbers-judges-chart = Severe (right) and generous (left) judges with 95% intervals
numbers-entries-chart = The first works: adjusted score with its 95% interval
numbers-entries-table = All works
numbers-col-judge = Judge
numbers-col-severity = Severity
numbers-col-entry = Blind code
numbers-col-sheets = Sheets
numbers-col-mean = Mean
numbers-col-adjusted = Adjusted
numbers-col-interval = Interval
numbers-show = Show the figures
numbers-caution = The intervals take the differences above as known; they are estimates too, so the true intervals are somewhat wider.
