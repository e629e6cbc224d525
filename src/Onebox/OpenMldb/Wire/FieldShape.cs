using System.Collections;
using System.Reflection;
using System.Text;
using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>One protobuf field of a message class.</summary>
internal sealed class FieldShape
{
    private readonly PropertyInfo _property;

    public FieldShape(PropertyInfo property)
    {
        _property = property;
        Name = SnakeCase(property.Name);
        Required = property.IsDefined(typeof(RequiredFieldAttribute));
        var type = property.PropertyType;
        IsMap = type == typeof(Dictionary<string, string>);
        IsRepeated = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>);
        ElementType = IsRepeated ? type.GetGenericArguments()[0] : Nullable.GetUnderlyingType(type) ?? type;
    }

    /// <summary>Name in the .proto file and in JSON.</summary>
    public string Name { get; }

    public bool Required { get; }

    public bool IsMap { get; }

    public bool IsRepeated { get; }

    /// <summary>Type of the value, or of one element.</summary>
    public Type ElementType { get; }

    public object? Get(object message) => _property.GetValue(message);

    public void Set(object message, object? value) => _property.SetValue(message, value);

    public IList ListOf(object message) => (IList)_property.GetValue(message)!;

    private static string SnakeCase(string name)
    {
        var result = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && result.Length > 0)
            {
                result.Append('_');
            }

            result.Append(char.ToLowerInvariant(letter));
        }

        return result.ToString();
    }
}
