// Made by `npm run types` from openapi.json; a test fails when the two differ.

export interface paths {
    "/.well-known/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where password managers find the page to change a password on. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description To the page */
                303: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public keys that verify access tokens (RFC 7517); empty when they are signed with a shared secret. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description JWKS */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/passkey-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where password managers find the page for passkeys (W3C, "A Well-Known URL for Relying Party Passkey Endpoints"). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PasskeyEndpoints"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/webauthn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The origins that may use the same passkeys (WebAuthn Level 3, section 5.11). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description This one, and those that the operator has named */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RelatedOrigins"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what happened, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description How many at most, 1 to 200; 50 when left out. */
                    limit?: number;
                    /** @description `next_cursor` of the page before. */
                    cursor?: string;
                    /** @description Only what concerns this account; `none` for what concerns no account. */
                    account?: string;
                    /** @description Only this kind, such as `signed_in`. */
                    kind?: string;
                    /** @description Only `done` or only `refused`. */
                    outcome?: string;
                    /** @description Only by `client`, `admin`, `operator` or `program`. */
                    actor?: string;
                    /** @description Only from this network. */
                    network?: string;
                    /** @description Only in or about this session. */
                    session?: string;
                    /** @description Only what happened then or later. */
                    from?: string;
                    /** @description Only what happened before. */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuditList"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`: no role of the caller's grants that; `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Verifies the audit trail. It takes the longer the more has happened. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TrailVerifyBody"];
                };
            };
            responses: {
                /** @description What was found */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Report"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells how often people signed in, were refused and were here, over time.
         * @description Bounds are widened to whole steps. What other nodes have counted within the last minute may be missing.
         */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description Only what happened then or later, within the last 8 days for hours and 400 for days; the last 24 hours or 30
                     *     days when left out.
                     */
                    from?: string;
                    /** @description Only what happened before; at most until the end of the step that is running, as when left out. */
                    to?: string;
                    /** @description How long each part of time is: `hour` or `day`, in UTC; `day` when left out. */
                    step?: components["schemas"]["FigureStep"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The figures */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Figures"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists invitations, the newest first; codes are never shown again. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The newest 500 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invites"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Makes an invitation. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["InviteBody"];
                };
            };
            responses: {
                /** @description The invitation with its code, shown once */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Made"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/invites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraws an invitation. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The invitation */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It lets nobody in any more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such invitation */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the keys that sign access tokens. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The keys, without what they are made of */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SigningKeys"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a new signing key; the old ones verify what they signed until it has run out. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RotateBody"];
                };
            };
            responses: {
                /** @description The new key */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Rotated"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_rotated`: a shared secret signs, or others were faster */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists mails that are not delivered, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description How many at most, 1 to 100; 50 when left out. */
                    limit?: number;
                    /** @description `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OutboxPage"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/outbox/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Throws a mail away. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The mail */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                /** @description It is gone, unless it was being delivered at this moment */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No mail of that id waits */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed`: a reason is missing */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/outbox/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries a mail again. One that is tried within a quarter of an hour anyway is left as it is: a node may have it in hand. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The mail */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is tried now, or soon */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No mail of that id waits */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds people: by address, then by username, then by id; without words the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description How the address, the username or the id begins, in any case. */
                    q?: string;
                    /** @description Only those that are `active`, `unverified`, `disabled` or `deletion_planned`. */
                    state?: string;
                    /** @description Only those who have this role, whatever else they have. */
                    role?: string;
                    /** @description How many at most, 1 to 100; 50 when left out. */
                    limit?: number;
                    /** @description `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["People"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows one person. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The account */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The person */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Person"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No account has that id */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{id}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Plans the deletion of a person's account in 14 days; the link in their mail undoes it until then. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The account */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                /** @description Planned; the person is signed out everywhere */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Planned"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No account has that id */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `own_account`, `last_admin`, `already_planned` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed`: a reason is missing */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{id}/end-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends all sessions of a person, who is told. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The account */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                /** @description Signed out everywhere */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No account has that id */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed`: a reason is missing */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{id}/lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Locks a person out: nobody can sign in to the account, and all sessions are over. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The account */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                /** @description Locked */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No account has that id */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `own_account`, `last_admin` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed`: a reason is missing */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{id}/passkeys/{passkey}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes a passkey of a person, the last one too, and tells them. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The account */
                    id: string;
                    /** @description The passkey */
                    passkey: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                /** @description It opens nothing any more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No account has that id, or no such passkey */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `own_account` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed`: a reason is missing */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{id}/remove-factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes a person's authenticator app together with their recovery codes, and tells them. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The account */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                /** @description Gone; passkeys stay */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No account has that id */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `own_account`; `mfa_not_enabled`: there is none */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed`: a reason is missing */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives a person other roles, from their next request on, and tells them by mail. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The person's account */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RolesBody"];
                };
            };
            responses: {
                /** @description The roles as they are now */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PersonRoles"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, also for a role that grants what the caller has not; `insufficient_scope`; `reauthentication_required` with `methods` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such person */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `last_admin`; `roles_changed`: by somebody else a moment ago */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{id}/send-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mails a person a link to choose a new password; the old one holds until then. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The account */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                /** @description On its way */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No account has that id */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `account_closed`: it is locked, or will be deleted */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed`: a reason is missing */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{id}/tokens/{token}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revokes an access token of a person, and tells them. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The account */
                    id: string;
                    /** @description The access token's id */
                    token: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                /** @description It opens nothing any more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No account has that id, or no such token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `own_account` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed`: a reason is missing */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a person sign in again. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The account */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                /** @description Unlocked */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`, `reauthentication_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No account has that id */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed`: a reason is missing */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Answers admins. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The caller is an admin */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pong"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`: the role is missing */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists roles: those that are built in first, then by name. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All roles */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RoleList"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Makes a role. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoleBody"];
                };
            };
            responses: {
                /** @description The role */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RoleItem"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, also for scopes that the caller has not; `insufficient_scope`; `reauthentication_required` with `methods` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `role_exists` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/roles/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes what a role grants. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The role */
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ScopesBody"];
                };
            };
            responses: {
                /** @description The role as it is now */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RoleItem"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, also for scopes that the caller has not; `insufficient_scope`; `reauthentication_required` with `methods` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such role */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `role_built_in`; `roles_changed`: by somebody else a moment ago */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a role. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The role */
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description There is no such role any more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope`; `reauthentication_required` with `methods` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such role */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `role_in_use`, `role_built_in`, `roles_changed` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the settings; of a secret only that it is there. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The settings */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettingList"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `forbidden`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what happened to the caller's account, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description How many at most, 1 to 200; 50 when left out. */
                    limit?: number;
                    /** @description `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Activity"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mails a link to the new address that confirms it, and tells the present one. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeEmailBody"];
                };
            };
            responses: {
                /** @description Look into the mail of the new address */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangeEmailAnswer"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required` with `methods` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not an address, or the present one */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Voids the link that would move the caller's account to another address; nothing happens when there is none. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The address stays as it is */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes the caller's password, or sets a first one, and ends all other sessions; links that were mailed stop working. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeBody"];
                };
            };
            responses: {
                /** @description Changed; all other sessions are over */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `wrong_password`; `reauthentication_required` with `methods`, for a first one; `csrf_failed`; `session_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_attempts` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/confirm-email-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves an account to the address that the token was mailed to. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TokenBody"];
                };
            };
            responses: {
                /** @description Changed; the old address can undo it for 72 hours */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `token_invalid`: unknown, used, older than a day, or the address is taken now */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/csrf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives a CSRF token, in the body and in the cookie, and says how long a refresh may take. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The token */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CsrfAnswer"];
                    };
                };
                /** @description `csrf_failed`: a foreign origin */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mails a link to choose a new password, if the address has an account. The answer never tells. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ForgotBody"];
                };
            };
            responses: {
                /** @description Always */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ForgotAnswer"];
                    };
                };
                /** @description Not an address */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in with a password. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LoginBody"];
                };
            };
            responses: {
                /** @description Signed in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenAnswer"];
                    };
                };
                /** @description `invalid_credentials`: any wrong pair */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Only after a right password: `email_not_verified`, `account_disabled`, and `mfa_required` with what finishes the sign-in; `csrf_failed` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Neither or both of `email` and `username` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_attempts` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs out; also when it was over already. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["LogoutBody"] | null;
                };
            };
            responses: {
                /** @description Signed out; the cookie is gone */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LogoutAnswer"];
                    };
                };
                /** @description `csrf_failed`: the cookie came without its CSRF token */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells who the caller is. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The caller */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Signs out everywhere and deletes the caller's account in 14 days; the mailed link undoes it until then. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Planned; everybody is signed out */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeletionAnswer"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required` with `methods` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `last_admin`: nobody else runs this journal */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Changes the caller's profile. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProfileBody"];
                };
            };
            responses: {
                /** @description The caller, as changed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `username_taken` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/auth/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells which second factors there are. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The caller's second factors */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SecondFactors"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/mfa/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes ten new recovery codes; the old ones stop working. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The new codes, shown once */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecoveryCodes"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required`; `csrf_failed` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `mfa_not_enabled` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/mfa/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a secret for an authenticator app. Until a code of it is confirmed, everything stays as it is. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description To be confirmed within half an hour */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewTotp"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required`; `csrf_failed` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Turns the second factor off, and drops app and recovery codes. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Off */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required`; `csrf_failed` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `mfa_not_enabled` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/mfa/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turns the second factor on. Other sessions, which were begun without it, are over. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ConfirmBody"];
                };
            };
            responses: {
                /** @description On; ten recovery codes, shown once */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecoveryCodes"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `invalid_code`; `csrf_failed`; `session_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `mfa_not_started`: nothing is being set up, or for too long */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_attempts` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/mfa/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finishes a sign-in with a second factor. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SecondStepBody"];
                };
            };
            responses: {
                /** @description Signed in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenAnswer"];
                    };
                };
                /** @description `invalid_code`; `token_invalid`: the sign-in took longer than ten minutes, was finished, comes from another browser, or does not hold any more: begin anew */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `account_disabled`; `csrf_failed` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_attempts` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/not-me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends every session, voids the password, and mails a reset to the address that the notice went to.
         * @description If the account has left that address meanwhile, it is restored; if it was to be deleted, it is kept.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TokenBody"];
                };
            };
            responses: {
                /** @description Done; a mail with a link to choose a new password is on its way */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `token_invalid`: unknown, used or older than 72 hours */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the providers that this journal is set up for. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProviderList"];
                    };
                };
                /** @description `unauthenticated`: the token does not hold */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Disconnects a provider. Its owner is told by mail. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The provider's name in the settings */
                    provider: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Disconnected */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required` with `methods` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such provider, or it is not connected */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `last_way_in`: nothing else would open the account */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/{provider}/available": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells whether a provider answers. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The provider's name in the settings */
                    provider: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Whether it answers */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Availability"];
                    };
                };
                /** @description No provider has that name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/{provider}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Takes somebody back from a provider. */
        get: {
            parameters: {
                query?: {
                    /** @description What was sent along */
                    state?: string;
                    /** @description What the provider gives for who it was */
                    code?: string;
                    /** @description Who answers (RFC 9207) */
                    iss?: string;
                    /** @description Why it gives nothing */
                    error?: string;
                };
                header?: never;
                path: {
                    /** @description The provider's name in the settings */
                    provider: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description On to the page: signed in, connected, or with `error` and `provider` in the address */
                303: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No provider has that name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/{provider}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says, after a recovery, that the connection is the owner's: it opens the account again. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The provider's name in the settings */
                    provider: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Confirmed, or it was all along */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required` with `methods` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No such provider, or it is not connected */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oauth/{provider}/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends somebody to a provider. Signed in, it connects the provider to the account, which wants a fresh sign-in, or
         *     proves once more who it is; otherwise it signs in or up.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The provider's name in the settings */
                    provider: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ConnectBody"];
                };
            };
            responses: {
                /** @description Where to go */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConnectAnswer"];
                    };
                };
                /** @description `unauthenticated`: the token does not hold */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required` with `methods`; `registration_closed`, `invite_invalid`; `csrf_failed` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No provider has that name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `already_connected` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed`: it leads elsewhere, or nobody is there to prove anything */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `provider_unavailable`: it does not answer */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's passkeys, the newest first, with what a page needs to keep authenticators' own lists true. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Passkeys"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes a passkey. Its owner is told by mail. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The passkey */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required` with `methods` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No passkey of the caller's has that id */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `last_way_in`: nothing else would open the account */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Calls a passkey something else. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The passkey */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RenameBody"];
                };
            };
            responses: {
                /** @description Renamed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PasskeyView"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No passkey of the caller's has that id */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/auth/passkeys/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms a passkey that was set aside when the account was recovered: it opens the account again. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The passkey */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Confirmed, or it was all along */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required` with `methods` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No passkey of the caller's has that id */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/reauthenticate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the caller's session as fresh as a sign-in, for ten minutes. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReauthenticateBody"];
                };
            };
            responses: {
                /** @description Fresh for ten minutes */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReauthenticateAnswer"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `wrong_password`, `invalid_code`, `passkey_refused`; `csrf_failed`; `session_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed`: not one proof */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_attempts` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives new tokens for a refresh token.
         * @description The token comes in the body, or in the cookie with `X-CSRF-Token`. When the answer holds no refresh token (no
         *     `Set-Cookie`), keep the one you have.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["RefreshBody"] | null;
                };
            };
            responses: {
                /** @description New tokens */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenAnswer"];
                    };
                };
                /** @description Both a body and a cookie hold a token */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `invalid_refresh_token`, `session_expired`, `session_revoked`, `refresh_reused` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `csrf_failed` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins a registration; the mail says how to go on. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterBody"];
                };
            };
            responses: {
                /** @description Look into your mail */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterAnswer"];
                    };
                };
                /** @description `registration_closed`, `invite_required`, `invite_invalid` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `username_taken` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells who may register. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Who may register */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegistrationMode"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/resend-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends the verification mail again, if the address waits for one. The answer never tells. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ResendBody"];
                };
            };
            responses: {
                /** @description Always */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ResendAnswer"];
                    };
                };
                /** @description Not an address */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets a new password with a mailed token, and starts anew: every session ends, access tokens are revoked, what was
         *     mailed before stops working, browsers are known no more, waits after wrong guesses are over, and passkeys wait until
         *     their owner confirms them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ResetBody"];
                };
            };
            responses: {
                /** @description Set; sign in */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `token_invalid`: unknown, used or older than half an hour */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]`; the token is not spent */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's live sessions, the one used last first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The sessions */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionList"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Ends all of the caller's sessions but the one that asks. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How many were ended */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Ended"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends one of the caller's sessions. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The session */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ended */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No live session of the caller's has that id */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/set-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the first admin, with a verified address. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SetUpBody"];
                };
            };
            responses: {
                /** @description Made; sign in */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `token_invalid`: unknown, used, too old, or there is an admin */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `email_taken`: the address has an account already */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's access tokens, the newest first, with those that have run out in the last 30 days. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The tokens, without their secrets */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenList"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Makes an access token for scripts and tells the owner by mail. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewTokenBody"];
                };
            };
            responses: {
                /** @description The token with its secret, shown once */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeToken"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required` with `methods`, which are none for an access token; `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_tokens`: 50 live ones are the most */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes one of the caller's access tokens. An access token may revoke itself, with `sessions:write`. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The token */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It opens nothing any more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller has no such token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/tokens/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rotates an access token: id, name and scopes stay, the secret and the end are new. Also revives one that ran out. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The token */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["RotateBody"] | null;
                };
            };
            responses: {
                /** @description The token with its new secret, shown once */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeToken"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required` with `methods`; `insufficient_scope`, also when the token has a scope that the caller has not */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller has no such token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `token_changed`: a parallel request rotated it */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/undo-deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps the account as it was; its owner signs in as before. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TokenBody"];
                };
            };
            responses: {
                /** @description Kept; sign in */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `token_invalid`: unknown, used or older than 14 days */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/undo-email-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restores the address that the token was mailed to, ends every session, voids the password and mails a reset. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TokenBody"];
                };
            };
            responses: {
                /** @description Done; a mail with a link to choose a new password is on its way */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `token_invalid`: unknown, used or older than 72 hours */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Verifies an address with the token that was mailed to it. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VerifyBody"];
                };
            };
            responses: {
                /** @description Verified; sign in */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `token_invalid`: unknown, used or older than a day */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/webauthn/authenticate/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins to sign in with a passkey; for whoever is signed in, to prove it once more. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AuthenticateOptionsBody"];
                };
            };
            responses: {
                /** @description Options for `navigator.credentials.get` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RequestOptions"];
                    };
                };
                /** @description `unauthenticated`: the token does not hold; `token_invalid`: that of the sign-in does not */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `passkeys_unavailable`; `csrf_failed` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Both signed in and within a sign-in */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/webauthn/authenticate/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in with a passkey. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AuthenticateVerifyBody"];
                };
            };
            responses: {
                /** @description Signed in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenAnswer"];
                    };
                };
                /** @description `invalid_credentials`: whatever does not hold. With `unknown_credential: true` when the ceremony was good and nobody knows such a credential, so that its authenticator may forget it; a passkey that is refused without it may work the next time; `token_invalid`: of the second step of a sign-in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `email_not_verified`, `account_disabled`, `passkey_unconfirmed`: only after a right passkey; `csrf_failed` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/webauthn/register/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins to make a passkey. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterOptionsBody"];
                };
            };
            responses: {
                /** @description Options for `navigator.credentials.create` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreationOptions"];
                    };
                };
                /** @description `unauthenticated`: the token does not hold */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `reauthentication_required`; `registration_closed`, `invite_required`, `invite_invalid`; `passkeys_unavailable`; `csrf_failed` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_passkeys` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Neither signed in nor an address */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/webauthn/register/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finishes making a passkey. For a sign-up the answer is that of a registration: 202, and a mail. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterVerifyBody"];
                };
            };
            responses: {
                /** @description Added */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PasskeyView"];
                    };
                };
                /** @description Signed up: look into your mail */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegisterAnswer"];
                    };
                };
                /** @description `ceremony_invalid`: unknown, another browser's, answered or older than five minutes; `passkey_refused`: the authenticator's answer does not hold */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthenticated`: the token does not hold */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_passkeys` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dev/mailbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists mails, newest first. Development only. */
        get: {
            parameters: {
                query?: {
                    /** @description Only mails to this address, in any case. */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The mails */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Mailbox"];
                    };
                };
                /** @description `not_found`: not for you, or not in this environment */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page to read the description in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description HTML */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's entries, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description How many at most, 1 to 100; 20 when left out. */
                    limit?: number;
                    /** @description `next_cursor` of the page before. */
                    cursor?: string;
                    /** @description Only entries with this tag, in any case. */
                    tag?: string;
                    /** @description Only what happened then or later: a time, or a day in UTC. */
                    from?: string;
                    /** @description Only what happened then or earlier: a time, or the whole of a day in UTC. */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EntryList"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Writes a new entry. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 1 to 255 visible ASCII characters; for 24 hours the same key and body give the same answer */
                    "Idempotency-Key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewEntry"];
                };
            };
            responses: {
                /** @description The entry, with `ETag` and `Location` */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Entry"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `payload_too_large` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]`, `idempotency_key_reused` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/entries/trash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's trash, what was deleted last first. */
        get: {
            parameters: {
                query?: {
                    /** @description How many at most, 1 to 100; 20 when left out. */
                    limit?: number;
                    /** @description `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TrashList"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/entries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads one of the caller's entries. */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The `ETag` that is known already */
                    "If-None-Match"?: string | null;
                };
                path: {
                    /** @description The entry */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The entry, with `ETag` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Entry"];
                    };
                };
                /** @description The version that is known already */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_owner`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_found` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Changes one of the caller's entries. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The `ETag` that this was made on; or `expected_version` */
                    "If-Match"?: string | null;
                };
                path: {
                    /** @description The entry */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EntryChange"];
                };
            };
            responses: {
                /** @description The entry as it is now, with `ETag` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Entry"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_owner`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_found` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `version_conflict` with the `current` entry */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `version_conflict` with the `current` entry, for `If-Match` */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `payload_too_large` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `precondition_required` */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Puts one of the caller's entries into the trash. */
        delete: {
            parameters: {
                query?: {
                    /** @description The version that shall go; or send `If-Match`. */
                    expected_version?: number;
                };
                header?: {
                    /** @description The `ETag` of what shall go; or `expected_version` */
                    "If-Match"?: string | null;
                };
                path: {
                    /** @description The entry */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description In the trash */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_owner`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_found` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `version_conflict` with the `current` entry */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `version_conflict` with the `current` entry, for `If-Match` */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `precondition_required` */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/entries/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes one of the caller's entries out of the trash. One that is not there stays as it is. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The entry */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The entry, with `ETag` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Entry"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_owner`, `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_found` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells what happens to the caller's session, account and entries, as it happens.
         * @description Each event has a name and JSON data. `session_ended` with `{"id"}` of the session: it is over, and the stream ends.
         *     `entry_changed` with `{"id", "version"}`: this entry now has this version, or was deleted at it, perhaps by the
         *     reader itself; needs `entries:read`. `account_changed` with `{"id"}` of the account: profile, roles, sessions or
         *     ways in are different; ask for what is shown of them. Unknown names shall be passed over. Lines that begin with a
         *     colon keep the connection alive.
         *
         *     The stream ends without a word when the access token runs out, when the server stops and when the reader is too
         *     slow: open it again with a fresh token and ask again for what is shown, since something may have been missed.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Events, until the session ends */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `insufficient_scope`; `session_required`: an access token cannot listen */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives the caller's whole journal as a file. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file, by `Content-Disposition` to be saved */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Export"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `insufficient_scope`, `reauthentication_required`, `session_required` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The description of this API. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OpenAPI 3.1 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts the caller's entries. */
        get: {
            parameters: {
                query?: {
                    /** @description In which time zone days begin, by its name in the IANA database; the caller's own, when left out. */
                    time_zone?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The numbers */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Stats"];
                    };
                };
                /** @description `unauthenticated` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `insufficient_scope` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description `validation_failed` with `errors[]` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Answers while the process lives. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Alive */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Answers whether the database can be written. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ready to serve */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `unavailable`: the database cannot be written */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Format: uuid
         * @description The id of an account.
         */
        AccountId: string;
        /** @description A page of a person's security log. */
        Activity: {
            items: components["schemas"]["Event"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor?: string | null;
        };
        Algorithm: {
            /**
             * Format: int32
             * @description As COSE numbers them.
             */
            alg: number;
            type: string;
        };
        /** @description The authenticator app of an account and its recovery codes, as numbers: never a secret or a code. */
        AppFactor: {
            /** @description How many recovery codes are left. */
            recovery_codes_left: number;
            /**
             * Format: date-time
             * @description Since when an app counts; null: none does.
             */
            totp_since?: string | null;
        };
        /** @description An event with whom it concerns. */
        AuditEvent: components["schemas"]["Event"] & {
            /**
             * Format: uuid
             * @description Whom it concerns; null when no account.
             */
            account_id?: string | null;
            /**
             * Format: uuid
             * @description The admin who did it.
             */
            by?: string | null;
        };
        /** @description A page of the audit trail. */
        AuditList: {
            items: components["schemas"]["AuditEvent"][];
            /** @description Where the next page begins, also when this one holds few or none; null at the end. */
            next_cursor?: string | null;
        };
        AuthenticateOptionsBody: {
            /** @description Changes nothing: passkeys name their account themselves. */
            email?: string | null;
            /** @description Of the refusal that asked for a passkey as the second factor: then the passkeys of that account are named. */
            mfa_token?: string | null;
        };
        AuthenticateVerifyBody: {
            /**
             * Format: uuid
             * @description Of the options.
             */
            ceremony_id: string;
            /** @description `AuthenticationResponseJSON` of the specification, as the browser gives it. */
            credential: Record<string, never>;
            /**
             * @description Of the refusal that asked for a passkey as the second factor; the tokens then go where the password's sign-in
             *     wanted them.
             */
            mfa_token?: string | null;
            refresh?: components["schemas"]["Delivery"] | null;
        };
        Availability: {
            /** @description It answers, as of the last half minute. */
            available: boolean;
        };
        ChangeBody: {
            /** @description The one that holds; left out where the account has none, which asks for a fresh sign-in instead. */
            current_password?: string | null;
            /** @description 8 to 1,024 bytes, not easy to guess. */
            new_password: string;
        };
        ChangeEmailAnswer: {
            /** @description In development only: the token from the mail, or a dummy where there is none. */
            dev_confirm_token?: string | null;
            message: string;
        };
        ChangeEmailBody: {
            new_email: string;
        };
        ConfirmBody: {
            /** @description What the app shows; spaces and digits of any script are fine. */
            code: string;
        };
        ConnectAnswer: {
            /** @description Where the browser goes now. It comes back to the callback within ten minutes, or begins again. */
            authorization_url: string;
        };
        ConnectBody: {
            /** @description Where registration is by invitation. */
            invite_code?: string | null;
            /** @description Of whoever is signed in: proves once more who it is, and connects nothing. */
            prove?: boolean;
            /** @description Where in the page to go on: a path of this journal. Left out, at its beginning. */
            return_to?: string | null;
        };
        /** @description A connection as its owner sees it. */
        ConnectionView: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            last_used_at?: string | null;
            /** @description It was there when the account was recovered, and opens nothing until its owner confirms it. */
            needs_confirmation: boolean;
            /** @description What they are called there. */
            shown_as?: string | null;
        };
        /** @description `PublicKeyCredentialCreationOptionsJSON` of the specification, and the ceremony. */
        CreationOptions: {
            attestation: string;
            authenticatorSelection: components["schemas"]["Selection"];
            /**
             * Format: uuid
             * @description Names the ceremony when its answer is sent.
             */
            ceremony_id: string;
            challenge: string;
            excludeCredentials: components["schemas"]["Descriptor"][];
            extensions: components["schemas"]["Extensions"];
            pubKeyCredParams: components["schemas"]["Algorithm"][];
            rp: components["schemas"]["Entity"];
            /**
             * Format: int64
             * @description Milliseconds.
             */
            timeout: number;
            user: components["schemas"]["User"];
        };
        CsrfAnswer: {
            /** @description To be sent as `X-CSRF-Token` with whatever the cookie speaks for. */
            csrfToken: string;
            /**
             * Format: int64
             * @description The window of the rotation rule. Give a refresh up after half of it, as the server does: an answer that comes
             *     later could put an old cookie over a newer one.
             */
            refresh_window_seconds: number;
        };
        /** @description One day. */
        Day: {
            /** Format: date */
            date: string;
            /** Format: int64 */
            entries: number;
            /** Format: int64 */
            words: number;
        };
        DeletionAnswer: {
            /**
             * Format: date-time
             * @description When the account is deleted for good.
             */
            deletion_at: string;
            message: string;
        };
        /**
         * @description Where the client wants its refresh token.
         * @enum {string}
         */
        Delivery: "body" | "cookie";
        /** @description A passkey by its credential's id. */
        Descriptor: {
            id: string;
            type: string;
        };
        Ended: {
            /** @description How many were ended. */
            ended: number;
        };
        Entity: {
            id: string;
            name: string;
        };
        /** @description An entry, whole. */
        Entry: {
            /** @description Whose it is. */
            author_id: components["schemas"]["AccountId"];
            /**
             * Format: int64
             * @description Characters of the content: Unicode scalar values.
             */
            char_count: number;
            /** @description Markdown, byte for byte as it was sent. */
            content: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When it happened, as the author says.
             */
            happened_at: string;
            id: components["schemas"]["EntryId"];
            is_favorite: boolean;
            /** @description In the order and the spelling in which they were first given. */
            tags: string[];
            /** @description Where it happened, as a time zone of the IANA database. */
            time_zone: string;
            title: string;
            /** Format: date-time */
            updated_at: string;
            /**
             * Format: int64
             * @description Starts at 1 and grows by 1 with each change; also the `ETag`, in quotes.
             */
            version: number;
            /**
             * Format: int64
             * @description Words of the content by the Unicode rule (UAX 29), which counts each Chinese or Japanese character as one.
             */
            word_count: number;
        };
        /** @description What shall be different; fields that are left out stay. */
        EntryChange: {
            content?: string;
            /**
             * Format: int64
             * @description The version that this change was made on; or send `If-Match`.
             */
            expected_version?: number;
            /** Format: date-time */
            happened_at?: string;
            is_favorite?: boolean;
            tags?: string[];
            time_zone?: string;
            title?: string;
        };
        /**
         * Format: uuid
         * @description The id of an entry.
         */
        EntryId: string;
        /** @description An entry in a list: its beginning instead of its content. */
        EntryItem: {
            author_id: components["schemas"]["AccountId"];
            /** Format: int64 */
            char_count: number;
            /** Format: date-time */
            created_at: string;
            /** @description The first 300 characters of the content, with every run of white space as one space. */
            excerpt: string;
            /** Format: date-time */
            happened_at: string;
            id: components["schemas"]["EntryId"];
            is_favorite: boolean;
            tags: string[];
            time_zone: string;
            title: string;
            /** Format: date-time */
            updated_at: string;
            /** Format: int64 */
            version: number;
            /** Format: int64 */
            word_count: number;
        };
        /** @description A page of a list. */
        EntryList: {
            items: components["schemas"]["EntryItem"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor?: string | null;
        };
        /** @description Something that happened. */
        Event: {
            /** @description What it was about, beyond that. */
            about?: string | null;
            /** @description Who did it: `client`, `admin`, `operator` (on the command line) or `program`. */
            actor: string;
            /** @description The client's browser. */
            browser?: string | null;
            /** @description The same in words. */
            description: string;
            /**
             * Format: date-time
             * @description When.
             */
            happened_at: string;
            /**
             * Format: uuid
             * @description The event's own id.
             */
            id: string;
            /** @description The stable word for what happened. */
            kind: string;
            /** @description The client's network. */
            network?: string | null;
            /** @description The client's operating system. */
            os?: string | null;
            /** @description `done` or `refused`. */
            outcome: string;
            /**
             * Format: uuid
             * @description The session that it happened in or to.
             */
            session_id?: string | null;
        };
        /** @description A journal in a file. */
        Export: {
            /** @description Everything there is, the oldest first, also what is in the trash. */
            entries: components["schemas"]["Exported"][];
            /** Format: date-time */
            exported_at: string;
            /** @description `journal export`. */
            format: string;
            /**
             * Format: int32
             * @description 1.
             */
            version: number;
        };
        /** @description An entry, whole. */
        Exported: components["schemas"]["Entry"] & {
            /**
             * Format: date-time
             * @description Since when it is in the trash.
             */
            deleted_at?: string | null;
        };
        Extensions: {
            credProps: boolean;
        };
        /**
         * @description What somebody proves who they are with, beside a password.
         * @enum {string}
         */
        Factor: "totp" | "recovery_code";
        /** @description What is wrong with one field of the request. */
        FieldError: {
            /** @description A stable word for programs. */
            code: string;
            /** @description The field's name, dotted where it is nested. */
            field: string;
            /** @description A sentence for people. */
            message: string;
        };
        /**
         * @description What is counted.
         * @enum {string}
         */
        Figure: "active_people" | "sign_ins" | "sign_in_failures" | "refreshes" | "refresh_retries" | "refresh_reuses";
        /** @description A number of one step. */
        FigurePoint: {
            /**
             * Format: date-time
             * @description When the step begins.
             */
            at: string;
            /**
             * Format: int64
             * @description How many.
             */
            value: number;
        };
        /** @description One figure over time. */
        FigureSeries: {
            /** @description By which way, or for which reason, as a stable word. */
            label?: string | null;
            /** @description What was counted. */
            name: components["schemas"]["Figure"];
            /** @description The oldest first, without a gap. */
            points: components["schemas"]["FigurePoint"][];
        };
        /**
         * @description How long a part of time is that has a number.
         * @enum {string}
         */
        FigureStep: "hour" | "day";
        /** @description Figures over a part of time. */
        Figures: {
            /**
             * Format: date-time
             * @description When the first one begins.
             */
            from: string;
            /** @description Sign-ins by way and refused ones by reason, as many as there were; every other figure once. */
            series: components["schemas"]["FigureSeries"][];
            /** @description How long each part of time is. */
            step: components["schemas"]["FigureStep"];
            /**
             * Format: date-time
             * @description When the last one ends.
             */
            to: string;
        };
        /** @description Something that is not as Journal left it. */
        Finding: {
            /** @description What it is about, beyond that. */
            about?: string | null;
            /**
             * Format: uuid
             * @description Whose chain it is about; none for what concerns no account.
             */
            account?: string | null;
            /**
             * Format: int64
             * @description The checkpoint, where one can be named.
             */
            checkpoint?: number | null;
            /**
             * Format: uuid
             * @description The event, where one can be named.
             */
            event?: string | null;
            /**
             * @description The stable word: `event_changed`, `event_removed`, `event_inserted`, `event_vanished`, `payload_removed`,
             *     `payload_returned`, `checkpoint_changed`, `checkpoint_removed`, `erasure_changed`, `not_linked`, `trail_cut`,
             *     `anchor_unread`.
             */
            what: string;
        };
        ForgotAnswer: {
            /** @description In development only: the token from the mail, or a dummy where there is none. */
            dev_reset_token?: string | null;
            message: string;
        };
        ForgotBody: {
            email: string;
        };
        /** @description An invitation, as those who may make them see it; never its code. */
        Invite: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            created_by?: components["schemas"]["AccountId"] | null;
            /**
             * Format: date-time
             * @description Until when it holds.
             */
            expires_at: string;
            /**
             * Format: uuid
             * @description Its id, which opens nothing.
             */
            id: string;
            /** @description What it is for. */
            note: string;
            /**
             * Format: int32
             * @description How many registrations wait to be verified under it.
             */
            pending: number;
            /** @description Whether it still lets somebody in. */
            state: components["schemas"]["State"];
            /**
             * Format: int32
             * @description How many it has made.
             */
            used: number;
            /**
             * Format: int32
             * @description How many accounts it may make.
             */
            uses: number;
        };
        InviteBody: {
            /**
             * Format: date-time
             * @description Until when it holds, within a year; two weeks when left out.
             */
            expires_at?: string | null;
            /** @description What it is for, at most 200 characters. */
            note?: string | null;
            /**
             * Format: int32
             * @description How many accounts it may make, 1 to 1,000; one when left out.
             */
            uses?: number | null;
        };
        /** @description The newest invitations. */
        Invites: {
            /** @description The newest first, at most 500. */
            items: components["schemas"]["Invite"][];
        };
        /** @description A passkey, as far as others than its owner may know it. */
        KnownPasskey: {
            /**
             * Format: date-time
             * @description Since when there is it.
             */
            created_at: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description It was there when the account was recovered, and opens nothing until its owner confirms it. */
            is_set_aside: boolean;
            /**
             * Format: date-time
             * @description When it was last used.
             */
            last_used_at?: string | null;
            /** @description What its owner calls it. */
            name: string;
            /** @description Who keeps it, as far as it says; nothing proves it. */
            provider?: string | null;
        };
        LoginBody: {
            /** @description The address; or the username, below. */
            email?: string | null;
            password: string;
            refresh?: components["schemas"]["Delivery"] | null;
            /** @description The username; may hold an address as well. */
            username?: string | null;
        };
        LogoutAnswer: {
            message: string;
        };
        LogoutBody: {
            /** @description Sign out everywhere, if the session that asks still lives; links that were mailed stop working too. */
            all?: boolean | null;
            /** @description The refresh token, for clients without the cookie. */
            refresh_token?: string | null;
        };
        /** @description A new invitation with its code, which is shown once. */
        Made: {
            /** @description What to give to whoever is invited. */
            code: string;
            /**
             * Format: date-time
             * @description Until when it holds.
             */
            expires_at: string;
            /**
             * Format: uuid
             * @description Its id, for withdrawing it.
             */
            id: string;
            /** @description The same as a link that fills the code in. */
            link: string;
            /** @description What it is for. */
            note: string;
            /**
             * Format: int32
             * @description How many accounts it may make.
             */
            uses: number;
        };
        /** @description A token with its secret, which is shown once. */
        MadeToken: components["schemas"]["TokenItem"] & {
            /** @description For the `Authorization: Bearer` header. */
            token: string;
        };
        Mailbox: {
            items: components["schemas"]["MailboxItem"][];
        };
        MailboxItem: {
            /** Format: date-time */
            created_at: string;
            html: string;
            /** Format: uuid */
            id: string;
            /** @description Every link of the text, in order. */
            links: string[];
            subject: string;
            text: string;
            to: string;
        };
        /** @description The caller's account, as its owner sees it. */
        Me: {
            /** Format: date-time */
            created_at: string;
            /** @description The name to be called by. */
            display_name?: string | null;
            email: string;
            /** @description Whether there is a password: without one, passkeys or others sign in, and one may be set. */
            has_password: boolean;
            /** @description Whether signing in asks for a second factor. */
            has_second_factor: boolean;
            id: components["schemas"]["AccountId"];
            /** @description Whether the address is verified. */
            is_verified: boolean;
            /** @description A BCP 47 tag, such as `de-CH`. */
            locale?: string | null;
            /** @description Whether one is demanded and has to be set up before anything else. */
            must_enrol: boolean;
            pending_email?: components["schemas"]["PendingEmail"] | null;
            roles: string[];
            /** @description What may be done with what was shown: it carries these, and the roles grant them now. */
            scopes: string[];
            /** @description An IANA name, such as `Europe/Zurich`. */
            time_zone?: string | null;
            /**
             * Format: int64
             * @description How many connections to sign-in providers a recovery has set aside in the same way.
             */
            unconfirmed_connections: number;
            /**
             * Format: int64
             * @description How many passkeys a recovery has set aside that wait to be confirmed; they open nothing until then.
             */
            unconfirmed_passkeys: number;
            username?: string | null;
        };
        /** @enum {string} */
        Mode: "open" | "invite" | "closed";
        /** @description What a new entry is made of. */
        NewEntry: {
            /** @description Markdown, at most 1 MiB of UTF-8. */
            content: string;
            /**
             * Format: date-time
             * @description Now, when left out. From the year 1000 to 2999.
             */
            happened_at?: string;
            is_favorite?: boolean;
            /** @description At most 20, each of 1 to 50 characters; white space around them and repetitions are dropped. */
            tags?: string[];
            /** @description A name of the IANA database; the author's own time zone, when left out. */
            time_zone?: string;
            /** @description At most 300 characters; may be empty. */
            title: string;
        };
        NewTokenBody: {
            /**
             * Format: date-time
             * @description Until when it holds, within 366 days; 90 days when left out.
             */
            expires_at?: string | null;
            /** @description What it is for: one line, at most 100 characters. */
            name: string;
            /** @description What it may do; each must be among the caller's own. */
            scopes: string[];
        };
        NewTotp: {
            /** @description What the QR code says. */
            otpauth_url: string;
            /** @description A drawing of 29 or more modules a side, dark on light, with its quiet zone; it loads nothing and runs nothing. */
            qr_svg: string;
            /** @description For typing in: base32. */
            secret: string;
        };
        /** @description A page of mails. */
        OutboxPage: {
            items: components["schemas"]["WaitingMail"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor?: string | null;
        };
        /** @description Where passkeys are made and looked after. */
        PasskeyEndpoints: {
            enroll: string;
            manage: string;
        };
        /** @description A passkey as its owner sees it. */
        PasskeyView: {
            /** Format: date-time */
            created_at: string;
            /** @description Of the credential, in base64url: what authenticators call it. */
            credential_id: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            last_used_at?: string | null;
            name: string;
            /** @description It was there when the account was recovered, and opens nothing until its owner confirms it. */
            needs_confirmation: boolean;
            /** @description Who keeps it, as far as it says; nothing proves it. */
            provider?: string | null;
            /** @description Whether it is kept in more than one place; otherwise it lives on one device. */
            synced: boolean;
        };
        /** @description What [`passkeys`] answers. */
        Passkeys: {
            items: components["schemas"]["PasskeyView"][];
            /** @description The host that passkeys are made for; none where there can be none. */
            rp_id?: string | null;
            /** @description The name to be called by, or the address again. */
            user_display_name: string;
            /** @description What authenticators know the caller by, in base64url. */
            user_id: string;
            /** @description What authenticators show the caller as: the address. */
            user_name: string;
        };
        /** @description An address that shall become the account's own, and has not said yes yet. */
        PendingEmail: {
            /** @description The address. */
            address: string;
            /**
             * Format: date-time
             * @description Until when it may say so.
             */
            expires_at: string;
        };
        /** @description A page of people. */
        People: {
            items: components["schemas"]["PersonItem"][];
            /** @description Where the next page begins, also when this one holds few or none; null at the end. */
            next_cursor?: string | null;
        };
        /** @description One person. */
        Person: components["schemas"]["PersonItem"] & {
            /** @description The newest 20 things that happened to the account. */
            activity: components["schemas"]["Event"][];
            /**
             * Format: date-time
             * @description Since when the account is locked.
             */
            disabled_at?: string | null;
            /**
             * Format: date-time
             * @description When somebody first signed in.
             */
            first_signed_in_at?: string | null;
            /** @description Those that are set aside, too. */
            passkeys: components["schemas"]["KnownPasskey"][];
            second_factor: components["schemas"]["AppFactor"];
            sessions: components["schemas"]["SessionItem"][];
            storage: components["schemas"]["Storage"];
            /** @description Access tokens for scripts; never a secret or its digest. */
            tokens: components["schemas"]["TokenItem"][];
            /**
             * Format: date-time
             * @description When the address was verified.
             */
            verified_at?: string | null;
            ways_in: components["schemas"]["WayIn"][];
        };
        /** @description Somebody with an account, as a line of a list. */
        PersonItem: {
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When the account is deleted, if that is planned.
             */
            deletion_at?: string | null;
            /** @description The name to be called by. */
            display_name?: string | null;
            email: string;
            id: components["schemas"]["AccountId"];
            roles: string[];
            state: components["schemas"]["Standing"];
            username?: string | null;
        };
        /** @description The roles of a person. */
        PersonRoles: {
            id: components["schemas"]["AccountId"];
            roles: string[];
            /** @description What they grant together. */
            scopes: string[];
        };
        /** @description A planned deletion. */
        Planned: {
            /**
             * Format: date-time
             * @description When the account is deleted for good.
             */
            deletion_at: string;
        };
        Pong: {
            message: string;
        };
        /** @description The body of every error, `application/problem+json` (RFC 9457). */
        Problem: {
            /** @description Stable, for programs. */
            code: string;
            /** @description What happened and what to do next. */
            detail: string;
            /** @description Complaints by field. */
            errors?: components["schemas"]["FieldError"][];
            /** @description The same as the `X-Request-Id` header; to be given when asking for help. */
            request_id?: string;
            /**
             * Format: int32
             * @description The HTTP status, again.
             */
            status: number;
            /** @description The status in words. */
            title: string;
            /** @description A URN that ends in the code. */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /** @description A field that is left out stays; one that is null is emptied. */
        ProfileBody: {
            display_name?: string | null;
            locale?: string | null;
            time_zone?: string | null;
            username?: string | null;
        };
        /** @description One provider. */
        ProviderItem: {
            /** @description Whether the caller has connected it; left out where nobody is signed in. */
            connected?: boolean | null;
            connection?: components["schemas"]["ConnectionView"] | null;
            kind: components["schemas"]["ProviderKind"];
            /** @description What its button says. */
            label: string;
            /** @description What it is called in addresses. */
            name: string;
        };
        /**
         * @description What it speaks: `google`, `github`, or what any `OpenID` provider does, `oidc`.
         * @enum {string}
         */
        ProviderKind: "google" | "github" | "oidc";
        /** @description What [`providers`] answers. */
        ProviderList: {
            items: components["schemas"]["ProviderItem"][];
        };
        /** @description What every act takes. */
        ReasonBody: {
            /** @description Why: one line of at most 300 characters, which the person reads. */
            reason: string;
        };
        ReauthenticateAnswer: {
            /**
             * Format: date-time
             * @description Until when routes that ask for it take the session for freshly signed in.
             */
            fresh_until: string;
        };
        ReauthenticateBody: {
            /**
             * Format: uuid
             * @description Of the options for a passkey, asked for while signed in.
             */
            ceremony_id?: string | null;
            code?: string | null;
            /** @description `AuthenticationResponseJSON` of the specification, as the browser gives it. */
            credential?: Record<string, never> | null;
            method?: components["schemas"]["Factor"] | null;
            /** @description The password; or a factor and its code; or a passkey, below. */
            password?: string | null;
        };
        /** @description Recovery codes, shown once. */
        RecoveryCodes: {
            /** @description Ten codes, each good for one sign-in. */
            recovery_codes: string[];
        };
        RefreshBody: {
            /** @description The refresh token, when it is not in the cookie. */
            refresh_token?: string | null;
        };
        /** @description What every registration is answered with, whoever exists. */
        RegisterAnswer: {
            /** @description In development only: the token from the mail, or a dummy where there must not be one. */
            dev_verify_token?: string | null;
            message: string;
            /** @description Names this registration when its mail is asked for again; it tells nothing and opens nothing. */
            registration: components["schemas"]["AccountId"];
        };
        RegisterBody: {
            email: string;
            /** @description Where registration is by invitation. */
            invite_code?: string | null;
            /** @description 8 to 1,024 bytes, not easy to guess. */
            password: string;
            /** @description 3 to 32 letters, digits, `.`, `_`, `-`. */
            username?: string | null;
        };
        RegisterOptionsBody: {
            /** @description Of whoever signs up; left out by whoever is signed in. */
            email?: string | null;
            /** @description Where registration is by invitation. */
            invite_code?: string | null;
        };
        RegisterVerifyBody: {
            /**
             * Format: uuid
             * @description Of the options.
             */
            ceremony_id: string;
            /** @description `RegistrationResponseJSON` of the specification, as the browser gives it. */
            credential: Record<string, never>;
            /** @description What to call it; left out, it is called after whoever keeps it. */
            name?: string | null;
        };
        RegistrationMode: {
            /** @description `open`: anybody; `invite`: whoever gives an `invite_code`; `closed`: nobody. */
            registration: components["schemas"]["Mode"];
        };
        /** @description Which origins may use the passkeys of this host. */
        RelatedOrigins: {
            origins: string[];
        };
        RenameBody: {
            /** @description One line, 1 to 64 characters. */
            name: string;
        };
        /** @description What was found. */
        Report: {
            /**
             * @description Where the trail ends: keep it elsewhere, and give it to a later verification, which then also finds whether
             *     everything since was thrown away.
             */
            anchor: string;
            /**
             * Format: int64
             * @description Linked events that were checked.
             */
            events: number;
            /** @description The first thousand of them. */
            findings: components["schemas"]["Finding"][];
            /** @description How many things are wrong. */
            found: number;
            /** @description Whether nothing is wrong. */
            ok: boolean;
        };
        /** @description `PublicKeyCredentialRequestOptionsJSON` of the specification, and the ceremony. */
        RequestOptions: {
            /** @description Empty for a sign-in. */
            allowCredentials: components["schemas"]["Descriptor"][];
            /**
             * Format: uuid
             * @description Names the ceremony when its answer is sent.
             */
            ceremony_id: string;
            challenge: string;
            rpId: string;
            /**
             * Format: int64
             * @description Milliseconds.
             */
            timeout: number;
            userVerification: string;
        };
        ResendAnswer: {
            /** @description In development only: the token from the mail, or a dummy where there is none. */
            dev_verify_token?: string | null;
            message: string;
        };
        ResendBody: {
            email: string;
            /**
             * Format: uuid
             * @description What registering answered with; needed only when the address was registered more than once.
             */
            registration?: string | null;
        };
        ResetBody: {
            /** @description 8 to 1,024 bytes, not easy to guess. */
            password: string;
            /** @description From the link's fragment. */
            token: string;
        };
        RoleBody: {
            /** @description 2 to 24 small letters, digits and hyphens, beginning with a letter. */
            name: string;
            /** @description What it grants; each must be among the caller's own. */
            scopes: string[];
        };
        /** @description A role, as operators see it. */
        RoleItem: {
            /**
             * Format: date-time
             * @description When it was made; null for one that is built in.
             */
            created_at?: string | null;
            /** @description Whether it came with the program and stays as it is. */
            is_built_in: boolean;
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description How many accounts have it.
             */
            people: number;
            /** @description What it grants. */
            scopes: string[];
        };
        RoleList: {
            items: components["schemas"]["RoleItem"][];
        };
        RolesBody: {
            /** @description Why: one line of at most 300 characters, which the person reads. */
            reason: string;
            /** @description All roles that the person shall have; `admin` brings `user` along. */
            roles: string[];
        };
        RotateBody: {
            /**
             * Format: date-time
             * @description Until when the new one holds, within 366 days; as long as the old one was given when left out.
             */
            expires_at?: string | null;
        };
        /** @description The new signing key. */
        Rotated: {
            /** @description The id that its tokens carry. */
            kid: string;
            /**
             * Format: date-time
             * @description When it begins to sign.
             */
            signs_from: string;
        };
        ScopesBody: {
            /** @description Why: one line of at most 300 characters, which everybody who has the role reads. */
            reason: string;
            /** @description What it shall grant; what is added or taken must be among the caller's own. */
            scopes: string[];
        };
        SecondFactors: {
            /** @description Whether this journal demands one of the caller. */
            is_required: boolean;
            /** @description How many recovery codes are left. */
            recovery_codes_left: number;
            /**
             * Format: date-time
             * @description Since when an authenticator app counts; null: none does.
             */
            totp_since?: string | null;
        };
        SecondStepBody: {
            code: string;
            /** @description Which factor the code is of. */
            method: components["schemas"]["Factor"];
            /** @description From the refusal that asked for a second factor. */
            mfa_token: string;
        };
        Selection: {
            requireResidentKey: boolean;
            residentKey: string;
            userVerification: string;
        };
        /**
         * Format: uuid
         * @description The id of a session.
         */
        SessionId: string;
        /** @description A session, as it is shown. */
        SessionItem: {
            /** @description The browser's name, when it said one. */
            browser?: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description Whether it is the one that asks. */
            current: boolean;
            /** @description `computer`, `phone` or another kind. */
            device?: string | null;
            /**
             * Format: date-time
             * @description When it runs out unless it is used again.
             */
            expires_at: string;
            id: components["schemas"]["SessionId"];
            /** @description Where it was last used from. */
            ip_address: string;
            /** Format: date-time */
            last_used_at: string;
            /** @description How it was started, such as `password`. */
            method: string;
            /** @description The operating system's name, when it said one. */
            os?: string | null;
        };
        SessionList: {
            items: components["schemas"]["SessionItem"][];
        };
        SetUpBody: {
            email: string;
            password: string;
            /** @description From the link's fragment. */
            token: string;
        };
        /** @description The settings as they hold on the node that answers. */
        SettingList: {
            items: components["schemas"]["ShownSetting"][];
        };
        /** @description One setting as it holds, for admins to look at. */
        ShownSetting: {
            /** @description The full name. */
            name: string;
            /** @description Where it came from, in words. */
            origin: string;
            /** @description The value; of a secret only that it is there. */
            value: string;
        };
        /** @description A signing key as operators see it. */
        SigningKeyView: {
            /** @description `EdDSA` or `HS256`. */
            algorithm: string;
            /**
             * Format: date-time
             * @description When it was made; none for a shared secret.
             */
            created_at?: string | null;
            /** @description The id that its tokens carry; none for a shared secret and for a retired key. */
            kid?: string | null;
            /** @description `next`, `signing`, `verifying`, `retired` or `resting`. */
            state: string;
            /**
             * Format: date-time
             * @description Until when tokens that it signed may live, for a key that verifies only.
             */
            until?: string | null;
        };
        /** @description The signing keys. */
        SigningKeys: {
            /** @description The oldest first. */
            items: components["schemas"]["SigningKeyView"][];
        };
        /**
         * @description What became of an account, in a word.
         * @enum {string}
         */
        Standing: "active" | "unverified" | "disabled" | "deletion_planned";
        /**
         * @description Whether an invitation still lets somebody in.
         * @enum {string}
         */
        State: "open" | "used_up" | "expired" | "revoked";
        /** @description What a journal amounts to. Days are those of the time zone that was asked for. */
        Stats: {
            /**
             * Format: int64
             * @description Days in a row with an entry, up to today, or up to yesterday while today has none yet.
             */
            current_streak: number;
            /** @description Each of the last 366 days, also those without an entry; the last one is today. */
            days: components["schemas"]["Day"][];
            /**
             * Format: int64
             * @description Of the month that today is in.
             */
            entries_this_month: number;
            /**
             * Format: int64
             * @description Of the week that today is in, from its Monday to its Sunday.
             */
            entries_this_week: number;
            /**
             * Format: int64
             * @description Of today.
             */
            entries_today: number;
            /** Format: int64 */
            favorite_entries: number;
            /**
             * Format: int64
             * @description The most days in a row with an entry. Days that are still to come make no streak.
             */
            longest_streak: number;
            /**
             * Format: int64
             * @description Of the last seven days, today included.
             */
            recent_entries: number;
            /** Format: int64 */
            total_entries: number;
            /** Format: int64 */
            total_words: number;
        };
        /** @description How much somebody keeps here; never what. */
        Storage: {
            /**
             * Format: int64
             * @description Bytes that they take, sealed.
             */
            bytes: number;
            /**
             * Format: int64
             * @description Entries, those in the trash included.
             */
            entries: number;
            /**
             * Format: int64
             * @description Of these, in the trash.
             */
            in_trash: number;
        };
        /** @description An access token, and with `"refresh": "body"` the refresh token. When none is given, keep the one you have. */
        TokenAnswer: {
            /** @description For the `Authorization: Bearer` header. */
            access_token: string;
            /**
             * Format: int64
             * @description Seconds that the access token lives.
             */
            expires_in: number;
            /** @description For the next refresh. */
            refresh_token?: string | null;
            /** @description Always `bearer`. */
            token_type: string;
        };
        /** @description What a link's page posts. */
        TokenBody: {
            /** @description From the link's fragment. */
            token: string;
        };
        /**
         * Format: uuid
         * @description The id of an access token for scripts.
         */
        TokenId: string;
        /** @description A token as its owner sees it; never the token itself. */
        TokenItem: {
            /**
             * Format: date-time
             * @description When it was first made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Until when it holds.
             */
            expires_at: string;
            /** @description Its id, which opens nothing. */
            id: components["schemas"]["TokenId"];
            /**
             * Format: date-time
             * @description When the secret was made that holds now: then, or at the last rotation.
             */
            issued_at: string;
            /**
             * Format: date-time
             * @description When it was last used, to the minute; null when never.
             */
            last_used_at?: string | null;
            /** @description From which network address. */
            last_used_from?: string | null;
            /** @description What its owner calls it. */
            name: string;
            /** @description What it may be used for, as far as its owner's roles grant that. */
            scopes: string[];
        };
        TokenList: {
            items: components["schemas"]["TokenItem"][];
        };
        TrailVerifyBody: {
            /** @description Where the trail ended at an earlier time, as a report told it. */
            anchor?: string | null;
        };
        /** @description An entry in the trash. */
        TrashItem: components["schemas"]["EntryItem"] & {
            /** Format: date-time */
            deleted_at: string;
            /**
             * Format: date-time
             * @description When it is gone for good.
             */
            gone_at: string;
        };
        /** @description A page of the trash. */
        TrashList: {
            items: components["schemas"]["TrashItem"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor?: string | null;
        };
        User: {
            displayName: string;
            /** @description The account's id in base64url; says nothing to anybody else. */
            id: string;
            name: string;
        };
        VerifyBody: {
            /** @description From the link's fragment. */
            token: string;
        };
        /** @description A mail that is not delivered. */
        WaitingMail: {
            /** @description The account's address at present, which need not be where the mail goes; null for a registration. */
            account_email?: string | null;
            /** @description The account, or the pending registration, that it is about. */
            account_id: components["schemas"]["AccountId"];
            /**
             * Format: int32
             * @description How often it was tried.
             */
            attempts: number;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /** @description What it is, such as `new-device`; null for one from an older program. */
            kind?: string | null;
            /** @description Why the last attempt failed, without an address. */
            last_error?: string | null;
            /**
             * Format: date-time
             * @description When it is tried next; null when nobody tries it any more.
             */
            next_attempt_at?: string | null;
            /** @description `waiting` or `given_up`. */
            state: string;
        };
        /** @description One way to get into an account. */
        WayIn: {
            /** @description `password`, `passkey`, `oauth` for a sign-in provider, or `mail` for a link that is mailed to the verified address. */
            kind: string;
            /**
             * Format: date-time
             * @description When it was last used, where that is known.
             */
            last_used_at?: string | null;
            /** @description What tells it from others of its kind. */
            name?: string | null;
            /**
             * Format: date-time
             * @description Since when there is it, where that is known.
             */
            since?: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
