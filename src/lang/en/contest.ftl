contest-code-taken = The code { $code } is already used by another contest.
