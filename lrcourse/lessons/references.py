"""The literature that the course cites: each work once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """One work, as the lessons cite it."""

    authors: str  # "Goh", "Cohen, Kaur, Li, Kolter and Talwalkar", "Smith and others" if more than five
    year: int
    title: str
    where: str  # "arXiv 1506.01186", "doi 10.23915/distill.00006", or an https address where there is neither
    used_for: str  # in the course, in a phrase

    @property
    def address(self):
        """The address that a link to the work has."""
        kind, _, name = self.where.partition(" ")
        address = {"arXiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}.get(kind, "") + (name or self.where)
        return address.replace("(", "%28").replace(")", "%29")  # else a bracket would end the link in Markdown


REFERENCES = {  # by how the text cites them
    "Alpaydin and Kaynak 1998": Reference(
        "Alpaydin and Kaynak",
        1998,
        "Optical recognition of handwritten digits",
        "doi 10.24432/C50P49",
        "the digits that the image classifiers read",
    ),
    "Arpit et al. 2017": Reference(
        "Arpit and others",
        2017,
        "A closer look at memorization in deep networks",
        "arXiv 1706.05394",
        "networks learn what is common before they learn wrong labels",
    ),
    "Baydin et al. 2018": Reference(
        "Baydin, Cornish, Martínez Rubio, Schmidt and Wood",
        2018,
        "Online learning rate adaptation with hypergradient descent",
        "arXiv 1703.04782",
        "hypergradient descent",
    ),
    "Bergstra and Bengio 2012": Reference(
        "Bergstra and Bengio",
        2012,
        "Random search for hyper-parameter optimization",
        "https://jmlr.org/papers/v13/bergstra12a.html",
        "random search against a grid",
    ),
    "Bi et al. 2024": Reference(
        "Bi and others",
        2024,
        "DeepSeek LLM: scaling open-source language models with longtermism",
        "arXiv 2401.02954",
        "a power law for the best rate of a large model",
    ),
    "Bjorck et al. 2024": Reference(
        "Bjorck, Benhaim, Chaudhary, Wei and Song",
        2024,
        "Scaling optimal LR across token horizons",
        "arXiv 2409.19913",
        "a longer training wants a smaller rate",
    ),
    "Böhning 1992": Reference(
        "Böhning",
        1992,
        "Multinomial logistic regression algorithm",
        "doi 10.1007/BF00048682",
        "the bound on the curvature of softmax regression",
    ),
    "Cohen et al. 2021": Reference(
        "Cohen, Kaur, Li, Kolter and Talwalkar",
        2021,
        "Gradient descent on neural networks typically occurs at the edge of stability",
        "arXiv 2103.00065",
        "progressive sharpening, the edge of stability, and Nesterov's limit",
    ),
    "Cohen et al. 2022": Reference(
        "Cohen and others",
        2022,
        "Adaptive gradient methods at the edge of stability",
        "arXiv 2207.14484",
        "Adam's limit, 38/η",
    ),
    "Damian et al. 2022": Reference(
        "Damian, Nichani and Lee",
        2022,
        "Self-stabilization: the implicit bias of gradient descent at the edge of stability",
        "arXiv 2209.15594",
        "why training stays at the edge of stability",
    ),
    "Defazio et al. 2024": Reference(
        "Defazio and others", 2024, "The road less scheduled", "arXiv 2405.15682", "Schedule-Free SGD and AdamW"
    ),
    "Duchi et al. 2011": Reference(
        "Duchi, Hazan and Singer",
        2011,
        "Adaptive subgradient methods for online learning and stochastic optimization",
        "https://jmlr.org/papers/v12/duchi11a.html",
        "AdaGrad",
    ),
    "Friedman 2001": Reference(
        "Friedman",
        2001,
        "Greedy function approximation: a gradient boosting machine",
        "doi 10.1214/aos/1013203451",
        "the learning rate of boosting, shrinkage",
    ),
    "Gilmer et al. 2021": Reference(
        "Gilmer and others",
        2021,
        "A loss curvature perspective on training instability in deep learning",
        "arXiv 2110.04369",
        "warm-up makes room for a larger rate",
    ),
    "Goh 2017": Reference(
        "Goh",
        2017,
        "Why momentum really works",
        "doi 10.23915/distill.00006",
        "the limit and the best rate of the heavy ball",
    ),
    "Gorman et al. 2014": Reference(
        "Gorman, Williams and Fraser",
        2014,
        "Ecological sexual dimorphism and environmental variability within "
        "a community of Antarctic penguins (genus Pygoscelis)",
        "doi 10.1371/journal.pone.0090081",
        "the penguins, who measured them",
    ),
    "Goyal et al. 2017": Reference(
        "Goyal and others",
        2017,
        "Accurate, large minibatch SGD: training ImageNet in 1 hour",
        "arXiv 1706.02677",
        "warm-up, and the linear scaling rule",
    ),
    "He et al. 2015": Reference(
        "He, Zhang, Ren and Sun",
        2015,
        "Delving deep into rectifiers: surpassing human-level performance on ImageNet classification",
        "arXiv 1502.01852",
        "the first weights of ReLU networks",
    ),
    "Horst et al. 2020": Reference(
        "Horst, Hill and Gorman",
        2020,
        "palmerpenguins: Palmer Archipelago (Antarctica) penguin data",
        "doi 10.5281/zenodo.3960218",
        "the penguins, as the package has them",
    ),
    "Hu et al. 2024": Reference(
        "Hu and others",
        2024,
        "MiniCPM: unveiling the potential of small language models with scalable training strategies",
        "arXiv 2404.06395",
        "warm-up, stable, decay",
    ),
    "Hägele et al. 2024": Reference(
        "Hägele and others",
        2024,
        "Scaling laws and compute-optimal training beyond fixed training durations",
        "arXiv 2405.18392",
        "a constant rate with a late fall, at any budget",
    ),
    "Ivgi et al. 2023": Reference(
        "Ivgi, Hinder and Carmon",
        2023,
        "DoG is SGD's best friend: a parameter-free dynamic step size schedule",
        "arXiv 2302.12022",
        "distance over gradients",
    ),
    "Izmailov et al. 2018": Reference(
        "Izmailov, Podoprikhin, Garipov, Vetrov and Wilson",
        2018,
        "Averaging weights leads to wider optima and better generalization",
        "arXiv 1803.05407",
        "the average of late weights",
    ),
    "Jelassi et al. 2023": Reference(
        "Jelassi and others",
        2023,
        "Depth dependence of μP learning rates in ReLU MLPs",
        "arXiv 2305.07810",
        "the rate falls as depth to the power −3/2",
    ),
    "Jordan et al. 2024": Reference(
        "Jordan and others",
        2024,
        "Muon: an optimizer for hidden layers in neural networks",
        "https://kellerjordan.github.io/posts/muon/",
        "Muon",
    ),
    "Kingma and Ba 2015": Reference(
        "Kingma and Ba",
        2015,
        "Adam: a method for stochastic optimization",
        "arXiv 1412.6980",
        "Adam, and how long its steps are",
    ),
    "Lewkowycz et al. 2020": Reference(
        "Lewkowycz, Bahri, Dyer, Sohl-Dickstein and Gur-Ari",
        2020,
        "The large learning rate phase of deep learning: the catapult mechanism",
        "arXiv 2003.02218",
        "the catapult",
    ),
    "Li et al. 2019": Reference(
        "Li, Wei and Ma",
        2019,
        "Towards explaining the regularization effect of initial large learning rate in training neural networks",
        "arXiv 1907.04595",
        "a large first rate may serve new data better",
    ),
    "Loizou et al. 2021": Reference(
        "Loizou, Vaswani, Laradji and Lacoste-Julien",
        2021,
        "Stochastic Polyak step-size for SGD: an adaptive learning rate for fast convergence",
        "arXiv 2002.10542",
        "Polyak's step on batches",
    ),
    "Loshchilov and Hutter 2017": Reference(
        "Loshchilov and Hutter",
        2017,
        "SGDR: stochastic gradient descent with warm restarts",
        "arXiv 1608.03983",
        "the cosine, and warm restarts",
    ),
    "Loshchilov and Hutter 2019": Reference(
        "Loshchilov and Hutter", 2019, "Decoupled weight decay regularization", "arXiv 1711.05101", "AdamW"
    ),
    "Mandt et al. 2017": Reference(
        "Mandt, Hoffman and Blei",
        2017,
        "Stochastic gradient descent as approximate Bayesian inference",
        "arXiv 1704.04289",
        "how far noise keeps a constant rate from the minimum",
    ),
    "McCandlish et al. 2018": Reference(
        "McCandlish, Kaplan, Amodei and the OpenAI Dota Team",
        2018,
        "An empirical model of large-batch training",
        "arXiv 1812.06162",
        "the critical batch size, from steps and from gradients",
    ),
    "Mishchenko and Defazio 2024": Reference(
        "Mishchenko and Defazio",
        2024,
        "Prodigy: an expeditiously adaptive parameter-free learner",
        "arXiv 2306.06101",
        "Prodigy",
    ),
    "Nesterov 1983": Reference(
        "Nesterov",
        1983,
        "A method of solving a convex programming problem with convergence rate O(1/k²)",
        "https://www.mathnet.ru/eng/dan46009",
        "Nesterov's momentum",
    ),
    "Pearlmutter 1994": Reference(
        "Pearlmutter",
        1994,
        "Fast exact multiplication by the Hessian",
        "doi 10.1162/neco.1994.6.1.147",
        "Hessian times vector",
    ),
    "Polyak 1964": Reference(
        "Polyak",
        1964,
        "Some methods of speeding up the convergence of iteration methods",
        "doi 10.1016/0041-5553(64)90137-5",
        "the heavy ball, momentum",
    ),
    "Polyak 1987": Reference(
        "Polyak",
        1987,
        "Introduction to optimization",
        "https://www.researchgate.net/publication/342978480_Introduction_to_Optimization",
        "Polyak's step, which reads the loss",
    ),
    "Polyak and Juditsky 1992": Reference(
        "Polyak and Juditsky",
        1992,
        "Acceleration of stochastic approximation by averaging",
        "doi 10.1137/0330046",
        "the average of the iterates",
    ),
    "Rastrigin 1974": Reference(
        "Rastrigin",
        1974,
        "Systems of extremal control",
        "https://en.wikipedia.org/wiki/Rastrigin_function",
        "the loss with many minima",
    ),
    "Reddi et al. 2018": Reference(
        "Reddi, Kale and Kumar",
        2018,
        "On the convergence of Adam and beyond",
        "arXiv 1904.09237",
        "the slope that leads Adam astray",
    ),
    "Robbins and Monro 1951": Reference(
        "Robbins and Monro",
        1951,
        "A stochastic approximation method",
        "doi 10.1214/aoms/1177729586",
        "rates that fall as one over the step",
    ),
    "Rosenbrock 1960": Reference(
        "Rosenbrock",
        1960,
        "An automatic method for finding the greatest or least value of a function",
        "doi 10.1093/comjnl/3.3.175",
        "the curved valley",
    ),
    "Shallue et al. 2019": Reference(
        "Shallue and others",
        2019,
        "Measuring the effects of data parallelism on neural network training",
        "arXiv 1811.03600",
        "steps against batch size",
    ),
    "Shamir and Zhang 2013": Reference(
        "Shamir and Zhang",
        2013,
        "Stochastic gradient descent for non-smooth optimization: convergence results and optimal averaging schemes",
        "arXiv 1212.1824",
        "an average whose weights grow with the step",
    ),
    "Smith 2017": Reference(
        "Smith",
        2017,
        "Cyclical learning rates for training neural networks",
        "arXiv 1506.01186",
        "cyclical rates, and the range test",
    ),
    "Smith and Topin 2017": Reference(
        "Smith and Topin",
        2017,
        "Super-convergence: very fast training of neural networks using large learning rates",
        "arXiv 1708.07120",
        "one-cycle",
    ),
    "Sohl-Dickstein 2024": Reference(
        "Sohl-Dickstein",
        2024,
        "The boundary of neural network trainability is fractal",
        "arXiv 2402.06184",
        "the border between training and failing",
    ),
    "Tieleman and Hinton 2012": Reference(
        "Tieleman and Hinton",
        2012,
        "Lecture 6.5, RMSProp: divide the gradient by a running average of its recent magnitude",
        "https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf",
        "RMSprop",
    ),
    "Yang et al. 2022": Reference(
        "Yang and others",
        2022,
        "Tensor programs V: tuning large neural networks via zero-shot hyperparameter transfer",
        "arXiv 2203.03466",
        "µP, a rate for each layer",
    ),
}
