"""Refusals about channels and deliveries."""

from bulou.kit.errors import AppError


class ChannelNotFound(AppError):
    """There is no such channel. `id`."""

    code, status = "not_found", 404


class ChannelChanged(AppError):
    """Somebody else changed the channel meanwhile. `version`."""

    code, status = "channel.changed", 409


class DeliveryNotFound(AppError):
    """There is no such delivery. `id`."""

    code, status = "not_found", 404


class DeliveryTooLarge(AppError):
    """What is to be sent is too large. `max` characters."""

    code, status = "delivery.too_large", 422


class DeliveryNotOpen(AppError):
    """In its state this cannot be done to a delivery. `state`."""

    code, status = "delivery.not_open", 409
