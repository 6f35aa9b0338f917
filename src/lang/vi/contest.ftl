contest-code-taken = Mã { $code } đã được dùng cho một cuộc thi khác.
