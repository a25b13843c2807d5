# nbgrader's settings. `jupyter lab`, started in this folder, reads them, and so does `homework release`.
c = get_config()  # noqa: F821  traitlets puts it here

c.CourseDirectory.course_id = "learning-rate"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".pytest_cache"]
c.ClearSolutions.code_stub = {"python": "# your code here"}  # a blank is no mistake: it raises nothing
c.ClearSolutions.text_stub = "Your answer here."
