using System.Reflection;

namespace Nightshift.OpenMldb.Tests.Maintenance.Support;

/// <summary>Public and open because the runtime derives from it.</summary>
public class GuardProxy<T> : DispatchProxy
    where T : class
{
    private T _target = null!;
    private KillSwitch _switch = null!;

    internal void Set(T target, KillSwitch killSwitch) => (_target, _switch) = (target, killSwitch);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var type = targetMethod!.ReturnType;
        if (type == typeof(Task))
            return _switch.Call<object?>(targetMethod.Name, async () => { await (Task)Direct(targetMethod, args)!; return null; });
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
            return typeof(GuardProxy<T>).GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [targetMethod, args]);
        return Direct(targetMethod, args);
    }

    private Task<TResult> Typed<TResult>(MethodInfo method, object?[]? args) => _switch.Call(method.Name, () => (Task<TResult>)Direct(method, args)!);

    private object? Direct(MethodInfo method, object?[]? args) => method.Invoke(_target, args);
}
