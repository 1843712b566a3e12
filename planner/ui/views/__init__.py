"""The pages: each file is a script that reads where one is, calls one service and draws frames."""
