"""Hidden checks of exercise 11."""

import numpy as np
import pytest

NETWORK = "NeuralNetwork"

# All widths distinct: where two are equal, different mistakes look alike.
DEPTHS = ((4, 3), (2, 4, 3), (2, 3, 5, 4), (2, 4, 3, 6, 5))

# Small enough to retype, and of one width, so that a cache off by one gives numbers, too;
# any two wrong gradients that we know of differ by a tenth or more.
PARAMS = [
    (np.array([[-0.5, -2.0], [-1.5, 1.0]]), np.array([0.0, -1.0])),
    (np.array([[2.0, 1.0], [0.5, -1.0]]), np.array([-0.5, 1.0])),
    (np.array([[1.0, -1.0], [-1.0, 1.5]]), np.array([-0.5, 1.0])),
]
X = np.array([[-1.5, 2.0], [1.5, 2.0], [-1.0, 0.0]])
LABELS = np.array([0, 1, 1])


# --- __init__ ---


@pytest.mark.of("NeuralNetwork.__init__")
def test_arrays_have_the_shapes_of_the_layers(networks):
    """Each layer has the shapes of its two widths, and biases of 0"""
    for sizes in DEPTHS:
        networks.must_be_fresh(networks.build(*sizes), sizes)


@pytest.mark.of("NeuralNetwork.__init__")
def test_float64_unless_told_otherwise(networks):
    """Without a dtype, the arrays are float64"""
    net = networks.make([6, 5, 4], networks.seeded())
    networks.must_be_fresh(net, (6, 5, 4))


@pytest.mark.of("NeuralNetwork.__init__")
def test_arguments_have_names(networks):
    """Layer sizes, rng and dtype can be given by name"""
    net = networks.make(layer_sizes=[6, 5, 4], rng=networks.seeded(), dtype=np.float32)
    networks.must_be_fresh(net, (6, 5, 4), np.float32)


@pytest.mark.of("NeuralNetwork.__init__")
def test_weights_have_the_scale_of_he(networks):
    """The weights of each layer have mean 0 and standard deviation √(2 / fan_in)"""
    networks.must_have_he_scale(120, 80, 50, 30)


@pytest.mark.of("NeuralNetwork.__init__")
def test_layers_are_drawn_separately(networks):
    """Two layers of one size get different weights"""
    networks.must_draw_layers_separately(5, 5, 5, 5)


@pytest.mark.of("NeuralNetwork.__init__")
def test_weights_come_from_the_rng(networks):
    """The weights come from the rng given: the same seed, the same weights"""
    networks.must_draw_from_the_rng(6, 5, 4)


@pytest.mark.of("NeuralNetwork.__init__")
def test_networks_are_independent(networks):
    """Two networks have arrays of their own"""
    networks.must_be_independent(6, 5, 4)


@pytest.mark.of("NeuralNetwork.__init__")
def test_arrays_have_the_dtype_asked_for(networks):
    """With dtype=np.float32, all arrays are float32"""
    networks.must_be_fresh(networks.build(6, 5, 4, dtype=np.float32), (6, 5, 4), np.float32)


# --- params ---


@pytest.mark.of("NeuralNetwork.params")
def test_params_list_the_layers(networks):
    """The list in params holds a tuple (W, b) for each layer, first layer first"""
    networks.must_list_the_layers(networks.build(7, 6, 5, 4), (7, 6, 5, 4))


@pytest.mark.of("NeuralNetwork.params")
def test_params_are_live(networks):
    """Numbers written into the arrays of params stay there"""
    networks.pair(7, 6, 5, 4)


# --- forward ---


@pytest.mark.of("NeuralNetwork.forward")
def test_forward_uses_the_params(networks):
    """New numbers in the arrays of params change the logits"""
    networks.must_follow_params(7, 6, 5, 4)


@pytest.mark.of("NeuralNetwork.forward")
def test_forward_of_a_small_network(networks):
    """A small network gives the logits that you find by hand"""
    networks.pair_with(PARAMS, X[:2], LABELS[:2]).must_have_logits()


@pytest.mark.of("NeuralNetwork.forward")
def test_forward_follows_the_drawing(networks):
    """The logits are right for one to four layers, for large numbers, and for a single row"""
    for sizes in DEPTHS[::-1]:
        networks.pair(*sizes).with_samples(100).must_have_logits()
    networks.pair(*DEPTHS[2], n=1).must_have_logits()


@pytest.mark.of("NeuralNetwork.forward")
def test_forward_remembers_nothing(networks):
    """Each call gives the logits of its own x, in an array of its own"""
    networks.pair(*DEPTHS[2]).must_give_logits_of_their_own()


@pytest.mark.of("NeuralNetwork.forward")
def test_forward_keeps_float32(networks):
    """A float32 network gives float32 logits"""
    networks.pair(*DEPTHS[2], dtype=np.float32).must_have_logits()


@pytest.mark.of("NeuralNetwork.forward")
def test_forward_without_a_loop(networks):
    """The logits are computed on whole arrays, not row by row"""
    networks.must_not_loop("forward", 2, 3, 2)


# --- loss_and_gradients ---


@pytest.mark.of("NeuralNetwork.loss_and_gradients")
def test_gradients_of_a_small_network(networks):
    """A small network gives the right loss and the right gradients"""
    pair = networks.pair_with(PARAMS, X, LABELS)
    pair.must_be_right(pair.gradients())


@pytest.mark.of("NeuralNetwork.loss_and_gradients")
def test_gradients_of_one_layer(networks):
    """With one layer, each gradient agrees with central differences of the loss"""
    networks.pair(*DEPTHS[0]).must_pass_gradient_check()


@pytest.mark.of("NeuralNetwork.loss_and_gradients")
def test_gradients_of_two_layers(networks):
    """With two layers, each gradient agrees with central differences of the loss"""
    networks.pair(*DEPTHS[1]).must_pass_gradient_check()


@pytest.mark.of("NeuralNetwork.loss_and_gradients")
def test_gradients_of_three_layers(networks):
    """With three layers, each gradient agrees with central differences of the loss"""
    networks.pair(*DEPTHS[2]).must_pass_gradient_check()


@pytest.mark.of("NeuralNetwork.loss_and_gradients")
def test_gradients_of_four_layers(networks):
    """With four layers, each gradient agrees with central differences of the loss"""
    networks.pair(*DEPTHS[3]).must_pass_gradient_check()


@pytest.mark.of("NeuralNetwork.loss_and_gradients")
def test_loss_of_a_fresh_network(networks):
    """A fresh network knows nothing: for small inputs the loss is near ln C"""
    networks.must_start_near_ln_c(100, 64, 32, 10)


@pytest.mark.of("NeuralNetwork.loss_and_gradients")
def test_gradients_move_nothing(networks):
    """loss_and_gradients leaves the parameters alone"""
    networks.pair(*DEPTHS[2]).must_stay()


@pytest.mark.of("NeuralNetwork.loss_and_gradients")
def test_gradients_remember_nothing(networks):
    """Each call gives the gradients of its own samples, in arrays of their own"""
    networks.pair(*DEPTHS[2]).must_give_gradients_of_their_own()


@pytest.mark.of("NeuralNetwork.loss_and_gradients")
def test_nothing_passes_where_z_is_0(networks):
    """Where z is exactly 0, as for an empty image in a fresh network, no gradient passes"""
    pair = networks.pair(*DEPTHS[2]).with_an_empty_sample()
    pair.must_be_right(pair.gradients())


@pytest.mark.of("NeuralNetwork.loss_and_gradients")
def test_gradients_keep_float32(networks):
    """A float32 network gives float32 gradients"""
    pair = networks.pair(*DEPTHS[2], dtype=np.float32)
    pair.must_be_right(pair.gradients())


@pytest.mark.of("NeuralNetwork.loss_and_gradients")
def test_gradients_without_a_loop(networks):
    """Loss and gradients are computed on whole arrays, not row by row"""
    networks.must_not_loop("loss_and_gradients", 2, 3, 2, rows=5_000)


# --- fit ---


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_descends(networks):
    """With all samples in one batch, the losses are those of gradient descent"""
    networks.pair(*DEPTHS[2]).must_descend(epochs=12)


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_takes_a_step_for_each_batch(networks):
    """Each batch takes a step, the smaller last one too, and the epoch's loss is their mean"""
    networks.pair(*DEPTHS[2]).must_step_for_each_batch()


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_uses_each_sample_once(networks):
    """In an epoch each sample is used once, with its own label"""
    networks.pair(*DEPTHS[2], n=4).must_use_each_sample_once()


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_with_a_rate_of_0(networks):
    """With a learning rate of 0 nothing moves"""
    networks.pair(6, 5, 4, n=4).must_rest_at_a_rate_of_0()


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_goes_on(networks):
    """A second call goes on from where the first has ended"""
    networks.pair(*DEPTHS[2]).must_go_on()


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_trains_as_told(networks):
    """Training goes on as asked for: with large numbers, in a large batch, without progress"""
    networks.pair(6, 5, 4, n=70).must_train_as_told()


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_follows_the_rng(networks):
    """The order comes from the rng given: the same seed, the same losses"""
    networks.pair(6, 5, 4).must_follow_the_rng()


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_shuffles_each_epoch(networks):
    """Each epoch goes through the samples in a new order"""
    networks.pair(6, 5, 4, n=3).must_shuffle_each_epoch()


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_mixes_all_samples(networks):
    """Samples of the whole data are mixed: any two may come in one batch"""
    networks.pair(*DEPTHS[2], n=4).must_let_any_two_share_a_batch()


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_calls_on_epoch(networks):
    """on_epoch(epoch, mean_loss) is called once for each epoch"""
    networks.pair(6, 5, 4).must_call_on_epoch()


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_calls_on_epoch_in_between(networks):
    """on_epoch is called after its epoch, before the next begins"""
    networks.pair(6, 5, 4).must_call_on_epoch_in_between()


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_keeps_float32(networks):
    """A float32 network is still float32 after training"""
    networks.pair(*DEPTHS[2], dtype=np.float32).must_descend(epochs=1)


@pytest.mark.of("NeuralNetwork.fit")
def test_fit_learns_a_few_samples_by_heart(networks):
    """32 images are learnt by heart: the loss comes near 0"""
    networks.must_overfit(16, 64, 32, 5, epochs=60, learning_rate=0.5)


# --- predict ---


@pytest.mark.of("NeuralNetwork.predict")
def test_predict_names_the_highest_score(networks):
    """The class with the highest score is named, one integer a row, in a large batch, too"""
    pair = networks.pair(6, 5, 12, n=50).with_the_last_class()
    pair.with_samples(copies=100).must_predict()


@pytest.mark.of("NeuralNetwork.predict")
def test_predict_follows_the_params(networks):
    """New numbers in the arrays of params change the classes of the same samples"""
    networks.pair(*DEPTHS[2], n=50).must_predict_anew()


@pytest.mark.of("NeuralNetwork.predict")
def test_predict_for_a_single_row(networks):
    """A single row gives an array of one class, even where all scores are equal"""
    pair = networks.pair(*DEPTHS[0], n=1).with_scores(0.0, 0.0)
    pair.theirs.predict(pair.x).array((1,), kind="integer")


@pytest.mark.of("NeuralNetwork.predict")
def test_predict_with_scores_of_any_size(networks):
    """The highest score wins, though all are ±100,000, below 0, or a millionth apart"""
    pair = networks.pair(6, 5, 4, n=50)
    for factor, shift in ((1e5, 0.0), (1e-6, 1.0), (1.0, -50.0)):
        pair.with_scores(factor, shift).must_predict()


@pytest.mark.of("NeuralNetwork.predict")
def test_predict_without_a_loop(networks):
    """The classes are found on whole arrays, not row by row"""
    networks.must_not_loop("predict", 2, 3, 2)
