"""The OpenAPI document: FastAPI's, with what the doors say about bodies, parameters and answers."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from bulou.api.doors import Door, Param

REFERENCE = "#/components/schemas/{model}"

PROBLEM_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "params", "errors", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "params": {"type": "object", "additionalProperties": True},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "detail", "params"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "params": {"type": "object", "additionalProperties": True},
                },
            },
        },
        "request_id": {"type": "string"},
    },
}
SECURITY_SCHEMES = {
    "session": {"type": "apiKey", "in": "cookie", "name": "bulou_session"},
    "token": {"type": "http", "scheme": "bearer"},
}


def describe(door: Door) -> dict[str, Any]:
    """What `openapi_extra` says about a door."""
    described: dict[str, Any] = {
        "parameters": [*path_parameters(door.path), *map(parameter, door.query)],
        "responses": {str(door.status): success(door), "default": failure()},
        "security": [] if door.public else [{"session": []}, {"token": [door.scope] if door.scope else []}],
    }
    if door.body is not None:
        described["requestBody"] = {"required": True, "content": content(door.body)}
    return described


def content(body: type[BaseModel] | Mapping[str, Any]) -> Mapping[str, Any]:
    """The media types of a body: a model, a schema, or `{media type: schema}` for what is no JSON."""
    if isinstance(body, Mapping) and any("/" in key for key in body):
        return {media: {"schema": schema} for media, schema in body.items()}
    return {"application/json": {"schema": reference(body)}}


def reference(shape: type[BaseModel] | Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema, or the reference to a model's."""
    return shape if isinstance(shape, Mapping) else {"$ref": REFERENCE.format(model=shape.__name__)}


def success(door: Door) -> dict[str, Any]:
    """The answer when all went well."""
    if door.status == 204:
        return {"description": "Done"}
    return {
        "description": "Done",
        "content": content(door.answer or {"type": "object", "additionalProperties": True}),
    }


def failure() -> dict[str, Any]:
    """Every other answer is a problem."""
    return {
        "description": "Problem",
        "content": {"application/problem+json": {"schema": {"$ref": REFERENCE.format(model="Problem")}}},
    }


def path_parameters(path: str) -> Iterable[dict[str, Any]]:
    """The blanks of a path; those that end in `id` are numbers."""
    for name in re.findall(r"{(\w+)}", path):
        schema = (
            {"type": "integer", "minimum": 1} if name.endswith("id") else {"type": "string", "minLength": 1}
        )
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def parameter(param: Param) -> dict[str, Any]:
    """A value of the query string."""
    described = {"name": param.name, "in": "query", "required": param.required, "schema": dict(param.schema)}
    return {**described, "description": param.about} if param.about else described


def document(app: FastAPI, doors: Iterable[Door]) -> dict[str, Any]:
    """The whole document."""
    described = get_openapi(title=app.title, version=app.version, routes=app.routes, summary=app.summary)
    components = described.setdefault("components", {})
    components["securitySchemes"] = SECURITY_SCHEMES
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = PROBLEM_SCHEMA
    for door in doors:
        for shape in (door.body, door.answer):
            if isinstance(shape, type):
                add_model(schemas, shape)
    return described


def add_model(schemas: dict[str, Any], model: type[BaseModel]) -> None:
    """A model and all it refers to, as components."""
    schema = model.model_json_schema(ref_template=REFERENCE)
    for name, part in schema.pop("$defs", {}).items():
        schemas.setdefault(name, part)
    schemas[model.__name__] = schema
