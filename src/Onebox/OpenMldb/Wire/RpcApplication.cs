using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Nightshift.Onebox.Faults;

namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>
/// One request as brpc's HTTP protocol treats it (<c>src/brpc/policy/http_rpc_protocol.cpp</c>): built-in pages first, then authentication
/// once per connection, then <c>/Service/Method</c>. Faults strike methods by name, by path, or by both.
/// </summary>
internal sealed class RpcApplication(NodeContext node, IReadOnlyList<RpcService> services, BuiltinPages pages) : IHttpApplication<HttpContext>
{
    private static readonly object Known = new();

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (pages.Find(path) is { } page)
        {
            if (node.Faults.Strike(FaultKind.HealthHang, path) is not null)
            {
                await HangAsync(context);
                return;
            }

            Remember(context);
            await AnswerAsync(context, 200, "text/plain", Encoding.UTF8.GetBytes(page));
            return;
        }

        if (!Authenticated(context))
        {
            node.Log.NotAuthenticated();
            context.Abort();
            return;
        }

        try
        {
            await DispatchAsync(context, path);
        }
        catch (BrpcException error)
        {
            context.Response.Headers["x-bd-error-code"] = $"{error.Errno}";
            var text = $"[{node.RealEndpoint}][E{error.Errno}]{error.Message}";
            await AnswerAsync(context, BrpcErrno.HttpStatus(error.Errno), "text/plain", Encoding.UTF8.GetBytes(text));
        }
    }

    private async Task DispatchAsync(HttpContext context, string path)
    {
        var (service, name) = Locate(path);
        var method = service.Methods.GetValueOrDefault(name)
            ?? throw new BrpcException(BrpcErrno.NoMethod, MissingMethod(service));
        using var counted = pages.Calls.Begin(service, name);
        var request = await ReadAsync(context, method.RequestType);
        string[] subjects = [name, path];
        if (Strikes(FaultKind.Hang, subjects) is not null)
        {
            await HangAsync(context);
            return;
        }

        if (Strikes(FaultKind.RequestLost, subjects) is not null)
        {
            context.Abort();
            return;
        }

        var reply = await method.Invoke(request);
        if (Strikes(FaultKind.ReplyLost, subjects) is not null)
        {
            context.Abort();
            return;
        }

        await node.Faults.DelayAsync(Strikes(FaultKind.SlowReply, subjects), node.Background.Stopping);
        await AnswerAsync(context, 200, context.Request.ContentType ?? "application/json", Json2PbWriter.ToBytes(reply));
    }

    private (RpcService Service, string Method) Locate(string path)
    {
        var parts = path.Trim('/').Split('/');
        var service = services.FirstOrDefault(each => each.Name == parts[0] || each.FullName == parts[0])
            ?? throw new BrpcException(BrpcErrno.NoMethod, $"Fail to find method on `{path}'");
        return (service, parts.Length == 2 ? parts[1] : string.Empty);
    }

    private static string MissingMethod(RpcService service)
        => $"Missing method name for service={service.Name}. Available methods are: \n\n"
           + string.Concat(service.Methods.Keys.Order(StringComparer.Ordinal).Select(name => $"rpc {name} (...) returns (...);\n"));

    private Fault? Strikes(string kind, string[] subjects)
    {
        var fault = node.Faults.Strike(kind, subjects);
        if (fault is not null)
        {
            node.Log.FaultStrikes(fault.Id, kind, subjects[1]);
        }

        return fault;
    }

    private static async Task<object> ReadAsync(HttpContext context, Type type)
    {
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            foreach (var part in read.Buffer)
            {
                body.Write(part.Span);
            }

            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        var shape = MessageShape.Of(type);
        if (shape.Fields.Count == 0)
        {
            return shape.New();
        }

        if (body.WrittenCount == 0)
        {
            return shape.HasRequired
                ? throw new BrpcException(
                    BrpcErrno.BadRequest, $"{shape.FullName} needs to be created from a non-empty json, it has required fields.")
                : shape.New();
        }

        try
        {
            return Json2PbReader.Read(type, body.WrittenMemory);
        }
        catch (Json2PbException error)
        {
            throw new BrpcException(BrpcErrno.BadRequest, $"Fail to parse http body as {shape.FullName}, {error.Message}");
        }
    }

    private bool Authenticated(HttpContext context)
    {
        var items = context.Features.GetRequiredFeature<Microsoft.AspNetCore.Connections.Features.IConnectionItemsFeature>().Items;
        if (items.ContainsKey(Known))
        {
            return true;
        }

        if (!context.Request.Headers.TryGetValue("Authorization", out var value))
        {
            return false;
        }

        if (!node.Flags.SkipGrantTables && !Credentials.Accepts(value.ToString()))
        {
            return false;
        }

        Remember(context);
        return true;
    }

    private static void Remember(HttpContext context)
        => context.Features.GetRequiredFeature<Microsoft.AspNetCore.Connections.Features.IConnectionItemsFeature>().Items[Known] = true;

    private async Task HangAsync(HttpContext context)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, node.Background.Stopping);
        var never = new TaskCompletionSource();
        await using var registration = both.Token.Register(never.SetResult);
        await never.Task;
        context.Abort();
    }

    private static async Task AnswerAsync(HttpContext context, int status, string contentType, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
