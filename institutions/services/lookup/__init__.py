"""The public look-up: an institution by any name, sign or street (`finding`), and the towns as tiles (`tiles`)."""
