using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>One method of a service.</summary>
internal sealed record RpcMethod(Type RequestType, Func<object, Task<IReply>> Invoke);

/// <summary>A service: its names and methods.</summary>
internal sealed class RpcService(string package, string name)
{
    private readonly Dictionary<string, RpcMethod> _methods = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public string FullName { get; } = $"{package}.{name}";

    public IReadOnlyDictionary<string, RpcMethod> Methods => _methods;

    public RpcService Add<TRequest>(string method, Func<TRequest, Task<IReply>> invoke)
    {
        _methods.Add(method, new RpcMethod(typeof(TRequest), request => invoke((TRequest)request)));
        return this;
    }

    public RpcService Add<TRequest>(string method, Func<TRequest, IReply> invoke)
        => Add<TRequest>(method, request => Task.FromResult(invoke(request)));
}
