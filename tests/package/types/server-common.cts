// The same entries, imported by `require`.

import debug = require("ivy-data-session/debug");
import element = require("ivy-data-session/element");
import errors = require("ivy-data-session/errors");
import inline = require("ivy-data-session/inline");
import ivy = require("ivy-data-session");
import proxy = require("ivy-data-session/proxy");
import react = require("ivy-data-session/react");
import testing = require("ivy-data-session/testing");

export const isKnown: boolean = errors.isIvyError(testing.fakeIvyError("network"));
export const client: ivy.Client = testing.createFakeClient();
export const masked: string = inline.maskIban("");
export const parts = [debug.debugLogger, element.IvyBankConnectElement, proxy.createProxy, react.useBankConnect];
