from e01_data import *


def accuracy(predictions, labels):
    must_be_as_long(predictions, labels, "predictions and labels")
    return np.float64(np.count_nonzero(predictions == labels)) / np.float64(len(labels))


def confusion_matrix(predictions, labels, num_classes=10):
    must_be_as_long(predictions, labels, "predictions and labels")
    classes = np.arange(num_classes)
    true, guessed = labels == classes[:, None], predictions == classes[:, None]
    return np.matmul(true.astype(np.int64), guessed.T.astype(np.int64))


def prediction_colors(predictions, labels):
    must_be_as_long(predictions, labels, "predictions and labels")
    return [*map({True: "green", False: "red"}.get, (predictions == labels).tolist())]
