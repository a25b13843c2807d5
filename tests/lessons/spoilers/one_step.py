"""What would give the answers of lesson one_step away."""

SPOILERS = {
    "one_step.1": (r"the steps shrank", r"steps \[-2\. +-1\.2"),
    "one_step.2": (r"2000 long instead of 2", r"1000 × the loss makes steps 1000 times as long"),
    "one_step.3": (r"39° off", r"crosses the valley instead of following it"),
}
