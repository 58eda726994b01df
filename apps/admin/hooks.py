"""What the platform tells us of purchases and refunds: ``docs/hooks.md``."""

from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, Any

import structlog
from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from pydantic import BaseModel, Field, SecretStr, StrictInt, StringConstraints, ValidationError

from apps.admin.errors import PROBLEM
from apps.admin.guards import OPEN_TO_ALL
from apps.admin.signatures import NotSigned, Signatures
from relove_core.errors import Conflict, InvalidInput
from relove_core.ids import UserId
from relove_core.streams.links import TOKEN
from relove_core.streams.model import SLUG, SLUG_CHARS
from relove_core.streams.purchases import CURRENCY, ORDER_ID, Buyer, Order, PurchaseKind
from relove_core.streams.record_purchase import RecordPurchase
from relove_core.transactions import StorageUnavailable

log = structlog.get_logger()

MOST_BYTES = 16_384
LARGEST_ID = 2**52 - 1
"""Source: Bot API, User.id has at most 52 significant bits."""


class Told(BaseModel):
    """The body; what else is in it is passed over."""

    order_id: Annotated[str, StringConstraints(pattern=f"^{ORDER_ID.pattern}$", max_length=100)]
    kind: PurchaseKind
    stream: Annotated[str, StringConstraints(pattern=f"^{SLUG.pattern}$", max_length=SLUG_CHARS)]
    amount: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
    currency: Annotated[str, StringConstraints(pattern=f"^{CURRENCY.pattern}$", max_length=3)]
    token: Annotated[str, StringConstraints(pattern=f"^{TOKEN.pattern}$")] | None = None
    telegram_id: Annotated[StrictInt, Field(ge=1, le=LARGEST_ID)] | None = None

    @property
    def order(self) -> Order:
        return Order(
            order_id=self.order_id, kind=self.kind, stream=self.stream, amount=self.amount, currency=self.currency
        )

    @property
    def buyer(self) -> Buyer | None:
        if self.token is None and self.telegram_id is None:
            return None
        return Buyer(token=self.token, user_id=None if self.telegram_id is None else UserId(self.telegram_id))


class Refused(Exception):
    """Nothing was changed; ``detail`` begins with the name of the field that is wrong, if it is one."""

    def __init__(self, status: HTTPStatus, detail: str, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePurchase:
    """``secret``: the one shared with the platform; without it nothing is taken."""

    secret: SecretStr | None
    signatures: Signatures
    record_purchase: RecordPurchase

    async def __call__(self, request: Request[Any, Any, Any]) -> str:
        """``recorded`` or ``known``. Raises Refused."""
        if self.secret is None:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "RELOVE_PLATFORM_WEBHOOK_SECRET is not set")
        body = await request.body()
        try:
            self.signatures.require(self.secret.get_secret_value(), request.scope["headers"], body)
        except NotSigned as e:
            raise Refused(HTTPStatus.UNAUTHORIZED, str(e)) from e
        told = read(body)
        try:
            is_new = await self.record_purchase(told.order, told.buyer)
        except InvalidInput as e:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, str(e), field=_field(str(e))) from e
        except Conflict as e:
            raise Refused(HTTPStatus.CONFLICT, str(e), field=_field(str(e))) from e
        except StorageUnavailable as e:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "the database is out of reach: tell us again") from e
        return "recorded" if is_new else "known"


def read(body: bytes) -> Told:
    """Raises Refused: names the first field that is wrong, and what is allowed."""
    try:
        told = Told.model_validate_json(body)
    except ValidationError as e:
        first = e.errors(include_url=False, include_input=False, include_context=False)[0]
        field = str(first["loc"][0]) if first["loc"] else "body"
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"{field}: {first['msg']}", field=field) from e
    if told.kind is PurchaseKind.PURCHASE and told.buyer is None:
        detail = "telegram_id: a purchase names its buyer, by telegram_id or by token"
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail, field="telegram_id")
    return told


def _field(detail: str) -> str:
    return detail.partition(":")[0]


class HooksController(Controller):
    opt = {OPEN_TO_ALL: True, "exclude_from_csrf": True}  # noqa: RUF012 - Litestar's own way to say it

    @post("/hooks/purchase", status_code=200, request_max_body_size=MOST_BYTES, summary="A purchase or a refund")
    async def purchase(
        self, request: Request[Any, Any, Any], take_purchase: NamedDependency[SkipValidation[TakePurchase]]
    ) -> Response[Any]:
        try:
            outcome = await take_purchase(request)
        except Refused as e:
            log.warning("purchase.refused", status=int(e.status))
            return _problem(e)
        log.info("purchase.told", outcome=outcome)
        return Response({"status": outcome})


def _problem(refused: Refused) -> Response[Any]:
    told = {"type": "about:blank", "title": refused.status.phrase, "status": int(refused.status)}
    named = {} if refused.field is None else {"field": refused.field}
    return Response({**told, "detail": refused.detail, **named}, status_code=int(refused.status), media_type=PROBLEM)
