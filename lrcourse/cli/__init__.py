"""The command `lrcourse`, the reader's working copies of the lessons, and how JupyterLab is started on them."""
