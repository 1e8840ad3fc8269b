/** How a script of Erlang begins; its words are clauses of `command`, which fail by `fail`. */
export const apiHead = String.raw`#!/usr/bin/env escript
%%! +sbwt none +S 1:1
-mode(compile).

main([Word | Arguments]) ->
    try command(Word, Arguments) of
        ok -> halt(0)
    catch
        throw:{wrong, Text} -> wrong(Text);
        Class:Reason -> wrong(io_lib:format("~p ~0p", [Class, Reason]))
    end.

wrong(Text) ->
    io:put_chars(standard_error, [Text, $\n]),
    halt(1).

fail(Format, Arguments) -> throw({wrong, unicode:characters_to_list(io_lib:format(Format, Arguments))}).
`;

/**
 * RabbitMQ's management API (https://www.rabbitmq.com/docs/http-api-reference) in Erlang: RabbitMQ's image has a client of HTTP and a
 * reader of JSON in that language alone. The server is the one of the variable `API`, who asks is in `LOGIN` and `PASSWORD_FILE`.
 */
export const apiScript = String.raw`password(File) ->
    {ok, Text} = file:read_file(File),
    string:trim(Text).
%% What RabbitMQ keeps of a password.
hashed(Password) ->
    Salt = crypto:strong_rand_bytes(4),
    #{<<"password_hash">> => base64:encode(<<Salt/binary, (crypto:hash(sha256, [Salt, Password]))/binary>>),
      <<"hashing_algorithm">> => <<"rabbit_password_hashing_sha256">>}.
part(Text) -> uri_string:quote(Text).

api(Method, Path) -> api(Method, Path, none).
api(Method, Path, Body) ->
    {ok, _} = application:ensure_all_started(inets),
    Login = base64:encode(iolist_to_binary([os:getenv("LOGIN"), $:, password(os:getenv("PASSWORD_FILE"))])),
    Url = unicode:characters_to_list(iolist_to_binary([os:getenv("API"), "/api/", Path])),
    Headers = [{"authorization", "Basic " ++ binary_to_list(Login)}],
    Request = case Body of
        none -> {Url, Headers};
        _ -> {Url, Headers, "application/json", iolist_to_binary(json:encode(Body))}
    end,
    %% Where nothing is said of TLS, the client looks for certificates of authorities, though it speaks none here.
    Options = [{connect_timeout, 10000}, {timeout, 3600000}, {ssl, [{verify, verify_none}]}],
    case httpc:request(Method, Request, Options, [{body_format, binary}]) of
        {ok, {{_, Status, _}, _, <<>>}} when Status >= 200, Status < 300 -> ok;
        {ok, {{_, Status, _}, _, Text}} when Status >= 200, Status < 300 -> json:decode(Text);
        {ok, {{_, 401, _}, _, _}} -> fail("RabbitMQ does not let ~ts in with the password that this deployment knows", [os:getenv("LOGIN")]);
        {ok, {{_, Status, _}, _, Text}} -> fail("RabbitMQ answers ~p to ~p ~ts: ~ts", [Status, Method, unicode:characters_to_binary(Path), Text]);
        {error, Reason} -> fail("RabbitMQ does not answer: ~0p", [Reason])
    end.
`;
