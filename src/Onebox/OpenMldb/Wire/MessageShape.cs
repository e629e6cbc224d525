using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>The fields of a message class, in declaration order, and what protobuf does with whole messages.</summary>
internal sealed class MessageShape
{
    private static readonly ConcurrentDictionary<Type, MessageShape> Known = new();
    private readonly Type _type;

    private MessageShape(Type type)
    {
        _type = type;
        var proto = type.GetCustomAttribute<ProtoAttribute>()
            ?? throw new InvalidOperationException($"{type} is no protobuf message");
        FullName = $"{proto.Package}.{proto.Name ?? type.Name}";
        Fields = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(property => property.MetadataToken)
            .Select(property => new FieldShape(property))];
        HasRequired = Fields.Any(field => field.Required);
    }

    public string FullName { get; }

    public IReadOnlyList<FieldShape> Fields { get; }

    public bool HasRequired { get; }

    public static MessageShape Of(Type type) => Known.GetOrAdd(type, each => new MessageShape(each));

    /// <summary><c>CopyFrom</c> into a new message.</summary>
    public static T Clone<T>(T message)
        where T : class
    {
        var copy = Activator.CreateInstance<T>();
        Of(typeof(T)).Merge(message, copy);
        return copy;
    }

    /// <summary><c>MergeFrom</c>: set fields win, repeated ones are appended.</summary>
    public static void MergeFrom<T>(T into, T from)
        where T : class
        => Of(typeof(T)).Merge(from, into);

    public object New() => Activator.CreateInstance(_type)!;

    private void Merge(object from, object into)
    {
        foreach (var field in Fields)
        {
            if (field.Get(from) is not { } value)
            {
                continue;
            }

            if (field.IsMap)
            {
                var target = (Dictionary<string, string>)field.Get(into)!;
                foreach (var (key, each) in (Dictionary<string, string>)value)
                {
                    target[key] = each;
                }
            }
            else if (field.IsRepeated)
            {
                var target = field.ListOf(into);
                foreach (var each in (IEnumerable)value)
                {
                    target.Add(Copy(field, each));
                }
            }
            else
            {
                field.Set(into, Copy(field, value));
            }
        }
    }

    private static object Copy(FieldShape field, object value)
    {
        if (field.ElementType.GetCustomAttribute<ProtoAttribute>() is null)
        {
            return value;
        }

        var shape = Of(field.ElementType);
        var copy = shape.New();
        shape.Merge(value, copy);
        return copy;
    }
}
